/** The special tokens of a tokenizer: those of its kind, unless its files name others, and those that were added to it. */
import type { Problem } from "../../../errors.ts";
import { shownValue } from "../../../shown-value.ts";
import { isObject, type JsonObject } from "../../json-object.ts";
import { ROLES, type Role, type VocabularyKind } from "./kinds.ts";

/** As tokenizer.json writes it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}
type Form = Omit<AddedToken, "id">;

export interface SpecialTokens {
  readonly roles: Readonly<Partial<Record<Role, string>>>;
  readonly added: readonly AddedToken[];
  readonly idOf: (content: string) => number | undefined;
}

/** What files say, each where it stands. */
export interface SpecialFiles {
  /** tokenizer_config.json. */
  readonly config: JsonObject;
  /** special_tokens_map.json. */
  readonly map: JsonObject;
  /** added_tokens.json. */
  readonly added: JsonObject;
  /** The folder, for messages. */
  readonly where: string;
}

/** @param vocabulary Ids of the tokens that are not added. @param problems Takes what is wrong. */
export function specialTokens(
  kind: VocabularyKind,
  files: SpecialFiles,
  vocabulary: ReadonlyMap<string, number>,
  problems: Problem[],
): SpecialTokens {
  const { config, map, where } = files;
  // Newer files have all in one place; older ones in three, of which the map comes first.
  const isNew = isObject(config["added_tokens_decoder"]);
  const said = (key: string): unknown =>
    !isNew && key in map ? map[key] : key in config ? config[key] : kind.special[key as Role];
  const forms = new Map<string, Form>();
  const roles: Partial<Record<Role, string>> = {};
  const takeRole = (key: string, value: unknown): string | undefined => {
    if (value === undefined || value === null || value === false) return undefined;
    const form = formOf(value, true, key === "mask_token" && kind.hasOpenMask === true);
    if (form === undefined) {
      problems.push({
        what: "this is no token",
        where: `${where}, ${key}`,
        expected: "a text",
        received: shownValue(value, 40),
      });
      return undefined;
    }
    if (!forms.has(form.content)) forms.set(form.content, form);
    return form.content;
  };
  for (const role of ROLES) {
    const content = takeRole(role, said(role));
    if (content !== undefined) roles[role] = content;
  }
  const others = said("additional_special_tokens");
  for (const value of Array.isArray(others) ? (others as unknown[]) : [])
    takeRole("additional_special_tokens", value);
  const adding = new Adding(vocabulary, where, problems);
  const numbered = isNew ? Object.entries(config["added_tokens_decoder"] as JsonObject) : turned(files.added);
  for (const [id, value] of numbered.toSorted(([a], [b]) => Number(a) - Number(b))) {
    const form = formOf(value, isObject(value) && value["special"] === true, false);
    if (form !== undefined) adding.add({ ...form, special: form.special || forms.has(form.content) }, id);
  }
  for (const form of forms.values()) adding.add(form);
  return { roles, added: adding.tokens, idOf: (content) => vocabulary.get(content) ?? adding.idOf(content) };
}

function turned(ids: JsonObject): [id: string, content: string][] {
  return Object.entries(ids).map(([content, id]) => [shownValue(id, 20), content]);
}

/** Gives ids in the order in which tokens are added: that of the vocabulary, or the next one. */
class Adding {
  readonly tokens: AddedToken[] = [];
  readonly #vocabulary: ReadonlyMap<string, number>;
  readonly #where: string;
  readonly #problems: Problem[];
  readonly #ids = new Map<string, number>();
  #next: number;

  constructor(vocabulary: ReadonlyMap<string, number>, where: string, problems: Problem[]) {
    this.#vocabulary = vocabulary;
    this.#where = where;
    this.#problems = problems;
    this.#next = vocabulary.size;
  }

  idOf(content: string): number | undefined {
    return this.#ids.get(content);
  }

  /** @param said The id that a file gives it. */
  add(form: Form, said?: string): void {
    const { content } = form;
    if (content === "" || this.#ids.has(content)) return;
    const id = this.#vocabulary.get(content) ?? this.#next;
    if (said !== undefined && said !== String(id))
      this.#problems.push({
        what: "an added token has another place than its vocabulary leaves",
        where: `${this.#where}, ${shownValue(content, 40)}`,
        expected: `the id ${id}`,
        received: shownValue(said, 20),
      });
    this.#next = Math.max(this.#next, id + 1);
    this.#ids.set(content, id);
    this.tokens.push({ id, ...form });
  }
}

/** A token as text, or with how it is found in a text. */
function formOf(value: unknown, special: boolean, isOpen: boolean): Form | undefined {
  const fields = isObject(value) ? value : { content: value };
  const { content } = fields;
  if (typeof content !== "string") return undefined;
  const flag = (key: string, byDefault = false): boolean =>
    typeof fields[key] === "boolean" ? fields[key] : byDefault;
  return {
    content,
    single_word: flag("single_word"),
    lstrip: flag("lstrip", isOpen && !isObject(value)),
    rstrip: flag("rstrip"),
    normalized: flag("normalized", !special),
    special,
  };
}
