/**
 * What the labels of a dataset are, learned from all of their values: numbers where every value is one, else texts;
 * of whole sequences, or of parts of them. What cannot be shown as it is meant is told.
 */
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import { describeProblem, expectNone } from "../../errors.ts";
import type { Labels } from "../encoded-dataset.ts";
import { isNotFinite, numberInText } from "./label-value.ts";

/** What a label says something about. */
export type Scope = "sequence" | "token";

interface Use {
  /** Where it is first used in each way. */
  readonly scopes: Map<Scope, string>;
  nNumbers: number;
  nTexts: number;
  nObjects: number;
  /** A text that is no number. */
  text: string;
  readonly notFinite: { readonly where: string; readonly text: string }[];
}

export class LabelCensus {
  readonly #uses = new Map<string, Use>();
  readonly #numberOf: (value: LabelValue) => number | undefined;
  #nNameless = 0;

  /** @param cells "text" where a file has nothing but text, and some of it says numbers. */
  constructor(cells: "typed" | "text" = "typed") {
    this.#numberOf = (value) => {
      if (typeof value === "number") return value;
      return typeof value === "string" && cells === "text" ? numberInText(value) : undefined;
    };
  }

  /** @param value undefined for what cannot be a label. */
  add(name: string, scope: Scope, value: LabelValue | undefined, where: string): void {
    if (value === null) return;
    if (name.trim() === "") this.#nNameless++;
    const use = this.#useOf(name);
    if (value === undefined) {
      use.nObjects++;
      return;
    }
    if (!use.scopes.has(scope)) use.scopes.set(scope, where);
    if (this.#numberOf(value) !== undefined) use.nNumbers++;
    else if (typeof value === "string" && isNotFinite(value)) use.notFinite.push({ where, text: value });
    else {
      use.nTexts++;
      if (use.text === "") use.text = String(value);
    }
  }

  /** A value as the label shows it, once all are known. */
  settle(name: string, value: LabelValue | undefined): LabelValue {
    if (value === undefined || value === null) return null;
    const use = this.#uses.get(name);
    if (use !== undefined && isNumeric(use)) return this.#numberOf(value) ?? null;
    return typeof value === "number" ? String(value) : value;
  }

  /** The labels that there are, as they show them. */
  settled(values: Iterable<readonly [name: string, value: LabelValue | undefined]>): Labels {
    const settled = [...values].map(([name, value]) => [name, this.settle(name, value)] as const);
    return new Map(settled.filter((entry) => entry[1] !== null && entry[0].trim() !== ""));
  }

  /** @throws {ConfigError} naming every value that is no finite number among numbers, and every label of two scopes. */
  expectClear(): void {
    const mistakes = [...this.#uses].flatMap(([name, use]) => [
      ...(isNumeric(use) ? use.notFinite.map(({ where, text }) => tellNotFinite(name, where, text)) : []),
      ...(use.scopes.size > 1 ? [tellScopes(name, use.scopes)] : []),
    ]);
    expectNone(mistakes);
  }

  /** What a page must say of them. */
  warnings(): string[] {
    const nameless = this.#nNameless > 0 ? ["Labels without a name are left out."] : [];
    const ofUses = [...this.#uses].flatMap(([name, use]) => [
      ...(use.nObjects > 0
        ? [
            `The label “${name}” is left out if it is an object or a list of lists (${use.nObjects === 1 ? "once" : `${use.nObjects} times`}): each part of it can be a label of its own.`,
          ]
        : []),
      ...(!isNumeric(use) && use.nNumbers > use.nTexts
        ? [
            `The label “${name}” is shown as text, because not all of its values are numbers (“${use.text}”). If a value is missing, leave it empty.`,
          ]
        : []),
    ]);
    return [...nameless, ...ofUses];
  }

  #useOf(name: string): Use {
    const known = this.#uses.get(name);
    if (known !== undefined) return known;
    const use = { scopes: new Map(), nNumbers: 0, nTexts: 0, nObjects: 0, text: "", notFinite: [] };
    this.#uses.set(name, use);
    return use;
  }
}

function isNumeric({ nNumbers, nTexts }: Use): boolean {
  return nNumbers > 0 && nTexts === 0;
}

function tellNotFinite(name: string, where: string, text: string): string {
  return describeProblem({
    what: "among numbers stands what is none",
    where: `${where}, ${name}`,
    expected: "a finite number",
    received: `"${text}"`,
    cure: "Where there is no number, leave the cell empty or write null.",
  });
}

function tellScopes(name: string, scopes: ReadonlyMap<Scope, string>): string {
  return describeProblem({
    what: `two labels are called ${name}`,
    where: scopes.get("token") ?? "",
    expected: "one name for each label",
    received: `a label of parts here, and one of the whole at ${scopes.get("sequence") ?? ""}`,
    cure: "Give one of them another name.",
  });
}
