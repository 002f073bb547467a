/** What a family of models says of itself: which configurations it reads, how its weights are called, how it computes. */
import { z } from "zod";
import type { AnswerPlan } from "./answer-plan.ts";
import type { Building } from "./building.ts";

export interface FamilyParts<C> {
  /** `model_type` in config.json. */
  readonly modelTypes: readonly string[];
  /** What of config.json the graph depends on; values that the builder cannot do are refused here. */
  readonly config: z.ZodType<C>;
  /** Other names that transformers reads for keys: theirs → the schema's. Where a file has both, the schema's counts. */
  readonly renamed?: Readonly<Record<string, string>>;
  /**
   * What names of weights may begin with, depending on the class that saved them; the first one that has the anchor
   * counts. Tensors elsewhere belong to a head on top of the model.
   */
  readonly prefixes: readonly string[];
  /** A tensor that every checkpoint of the family has. */
  readonly anchor: string;
  /** Names of further tensors, prefix included, that a checkpoint may have and attention does not need. */
  readonly spare: readonly RegExp[];
  /** Declares inputs, named as exporters do, and the output `last_hidden_state`. */
  readonly build: (building: Building, config: C) => void;
  /** How the last state becomes a number for every word; left out where none does. */
  readonly answer?: (config: C) => AnswerPlan;
}

/** A family whose configuration has been read. */
export interface Configured {
  readonly build: (building: Building) => void;
  readonly answer?: AnswerPlan;
}

export interface Family extends Omit<FamilyParts<never>, "config" | "renamed" | "build" | "answer"> {
  readonly config: z.ZodType;
  /** @returns How to build the model, or what is wrong with its configuration. */
  readonly configure: (config: unknown) => Configured | z.ZodError;
}

export function family<C>(parts: FamilyParts<C>): Family {
  const { config, renamed = {}, build, answer, ...rest } = parts;
  return {
    ...rest,
    config,
    configure: (raw) => {
      const names = otherNames(raw, renamed);
      const read = config.safeParse(names.size === 0 ? raw : { ...(raw as object), ...valuesOf(raw, names) });
      if (read.success) {
        const { data } = read;
        const plan = answer?.(data);
        return {
          build: (building) => build(building, data),
          ...(plan === undefined ? {} : { answer: plan }),
        };
      }
      return new z.ZodError(
        read.error.issues.map((issue) => ({ ...issue, path: asWritten(issue.path, names) })),
      );
    },
  };
}

/** The names that a file uses in place of the schema's: the schema's → the file's. */
function otherNames(raw: unknown, renamed: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  if (typeof raw !== "object" || raw === null) return new Map();
  const used = Object.entries(renamed).filter(([other, own]) => other in raw && !(own in raw));
  return new Map(used.map(([other, own]) => [own, other]));
}

function valuesOf(raw: unknown, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> {
  const values = raw as Readonly<Record<string, unknown>>;
  return Object.fromEntries([...names].map(([own, other]) => [own, values[other]]));
}

function asWritten(path: readonly PropertyKey[], names: ReadonlyMap<string, string>): PropertyKey[] {
  const [first, ...others] = path;
  return first === undefined ? [] : [names.get(String(first)) ?? first, ...others];
}
