/** A table of what every head of a text model looks at. */
import { capturePatterns, textFeeds, type HeadPatterns } from "./capture-patterns.ts";
import { markdownTable } from "./markdown-table.ts";
import { RELATIONS, scoreRelation, type RelationName } from "./relations.ts";
import type { TextTokens } from "./text-tokens.ts";

/** @param names Relations to measure, one column each. @param random Sequences of random tokens repeated once, for induction. */
export async function headTable(
  path: string,
  texts: readonly TextTokens[],
  random: readonly TextTokens[],
  names: readonly RelationName[],
  isCausal: boolean,
): Promise<string> {
  const onText = await capturePatterns(path, texts.map(feedsOf));
  const onRandom = await capturePatterns(path, random.map(feedsOf));
  const score = (heads: HeadPatterns, sequences: readonly TextTokens[], name: RelationName): number =>
    scoreRelation(RELATIONS[name], sequences, heads.patterns, isCausal).weight;
  const rows = onText.map((heads, i) => [
    heads.name,
    ...names.map((name) => score(heads, texts, name).toFixed(2)),
    score(onRandom[i]!, random, "previous").toFixed(2),
    score(onRandom[i]!, random, "after the same").toFixed(2),
  ]);
  const evenly = names.map((name) =>
    scoreRelation(RELATIONS[name], texts, onText[0]!.patterns, isCausal).evenly.toFixed(2),
  );
  const header = ["head", ...names, "previous, random tokens", "induction, random tokens twice"];
  return markdownTable(header, [...rows, ["if it looked everywhere alike", ...evenly, "", ""]]);
}

function feedsOf({ ids }: TextTokens): ReturnType<typeof textFeeds> {
  return textFeeds(
    ids,
    ids.map(() => 0),
  );
}
