/** vocab.json and merges.txt: bytes written as letters, and which neighbors merge, the most common ones first. */
import type { Problem } from "../../../errors.ts";
import { shownValue } from "../../../shown-value.ts";
import { isObject } from "../../json-object.ts";
import type { ReadVocabulary } from "./word-pieces.ts";

export interface BytePairFiles {
  /** Whether the last merge counts although no line break follows. */
  readonly takesLast: boolean;
  readonly vocabulary: { readonly text: string; readonly path: string };
  readonly merges: { readonly text: string; readonly path: string };
}

/** Problems of one kind that are told; a damaged file has thousands. */
const MOST_TOLD = 5;

/** @param problems Takes what is wrong. */
export function readBytePairs(
  { vocabulary, merges, takesLast }: BytePairFiles,
  problems: Problem[],
): ReadVocabulary {
  const ids = readIds(vocabulary.text, vocabulary.path, problems);
  const pairs = readMerges(takesLast ? `${merges.text.trimEnd()}\n` : merges.text, merges.path, problems);
  if (problems.length === 0) problems.push(...unknownParts(pairs, ids, merges.path));
  return {
    ids,
    model: {
      ...{
        type: "BPE",
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: "",
        end_of_word_suffix: "",
      },
      ...{ fuse_unk: false, byte_fallback: false, ignore_merges: false },
      vocab: Object.fromEntries(ids),
      merges: pairs,
    },
  };
}

function readIds(text: string, where: string, problems: Problem[]): ReadonlyMap<string, number> {
  const json = parsed(text);
  const entries = isObject(json) ? Object.entries(json) : [];
  const isId = (id: unknown): id is number => typeof id === "number" && Number.isInteger(id) && id >= 0;
  const wrong = entries.filter(([, id]) => !isId(id));
  if (entries.length === 0)
    problems.push({
      what: "this is no vocabulary",
      where,
      expected: "a JSON object with the id of each token",
      received: shownValue(text, 40),
    });
  for (const [token, id] of wrong.slice(0, MOST_TOLD))
    problems.push({
      what: "this is no id",
      where: `${where}, ${shownValue(token, 40)}`,
      expected: "a whole number, 0 or more",
      received: shownValue(id, 40),
    });
  return new Map(entries.flatMap(([token, id]) => (isId(id) ? [[token, id] as const] : [])));
}

/** The first line is a comment that all writers of such files begin with; without it, programs disagree on what it is. */
function readMerges(text: string, where: string, problems: Problem[]): (readonly [string, string])[] {
  const [first = "", ...lines] = text.split(/\r\n|\r|\n/);
  if (!first.startsWith("#version"))
    problems.push({
      what: "these are no merges",
      where,
      expected: "#version: 0.2 in the first line",
      received: shownValue(first, 40),
    });
  // Without its end, the last line may be cut, and programs disagree on whether it counts.
  if (lines.pop()?.trim() !== "")
    problems.push({
      what: "the file is cut",
      where,
      expected: "a line break at its end",
      received: shownValue(text.slice(-20), 40),
    });
  const pairs = new Map<string, readonly [string, string]>();
  const wrong: Problem[] = [];
  lines.forEach((line, i) => {
    const parts = line.split(/\s+/).filter((part) => part !== "");
    const [left, right] = parts;
    // The first one of two that are the same decides how early it merges.
    const key = parts.join(" ");
    if (left !== undefined && right !== undefined && parts.length === 2) {
      if (!pairs.has(key)) pairs.set(key, [left, right]);
    } else if (wrong.length < MOST_TOLD)
      wrong.push({
        what: "this is no merge",
        where: `${where}, line ${i + 2}`,
        expected: "two tokens with a blank between them",
        received: shownValue(line, 40),
      });
  });
  problems.push(...wrong);
  return [...pairs.values()];
}

/** Both parts of a merge and what comes of it have to be tokens; other programs refuse such a file as well. */
function unknownParts(
  pairs: readonly (readonly [string, string])[],
  ids: ReadonlyMap<string, number>,
  where: string,
): Problem[] {
  const wrong: Problem[] = [];
  for (const [left, right] of pairs) {
    const unknown = [left, right, left + right].find((token) => !ids.has(token));
    if (unknown === undefined) continue;
    wrong.push({
      what: "a merge has a token that the vocabulary lacks",
      where: `${where}, ${shownValue(`${left} ${right}`, 60)}`,
      expected: "tokens of vocab.json",
      received: shownValue(unknown, 40),
    });
    if (wrong.length === MOST_TOLD) break;
  }
  return wrong;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
