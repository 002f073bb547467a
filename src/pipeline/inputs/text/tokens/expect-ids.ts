/** The ids of a tokenizer.json: places in a list, so that a single large one would make the list as long as that. */
import { shownValue } from "../../../shown-value.ts";
import { isObject } from "../../json-object.ts";

/** The largest vocabularies have a million tokens. */
export const MOST_IDS = 2 ** 24;

/** @throws {Error} naming a token whose id is none. */
export function expectIds(json: object): void {
  const { model, added_tokens: added } = json as Readonly<Record<string, unknown>>;
  const vocabulary = isObject(model) ? model["vocab"] : undefined;
  // Where it is a list, places in it are the ids. Some have a vocabulary per language.
  if (isObject(vocabulary)) for (const [token, id] of Object.entries(vocabulary)) expectId(token, id);
  if (!Array.isArray(added)) return;
  for (const token of added as unknown[]) if (isObject(token)) expectId(token["content"], token["id"]);
}

function expectId(token: unknown, id: unknown): void {
  if (isObject(id)) {
    for (const [inner, own] of Object.entries(id)) expectId(inner, own);
    return;
  }
  if (typeof id === "number" && Number.isInteger(id) && id >= 0 && id < MOST_IDS) return;
  throw new Error(
    `the id ${shownValue(id, 40)} of ${shownValue(token, 40)}, which is no whole number below ${MOST_IDS}`,
  );
}
