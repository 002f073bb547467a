/** The training text: rows of all kinds, mixed by weight. The same seed gives the same rows. */
import { seededRandom, seedFrom } from "#math/random.ts";
import { pickWeighted } from "../draw.ts";
import type { Drawing, Use } from "./held-out.ts";
import { agreementRow } from "./kinds/agreement.ts";
import { bracketRow } from "./kinds/brackets.ts";
import { dialogueRow } from "./kinds/dialogue.ts";
import { listRow } from "./kinds/lists.ts";
import { lookUpRow } from "./kinds/look-up.ts";
import { repeatRow } from "./kinds/repeats.ts";
import { nameRow } from "./kinds/riddles.ts";
import { seriesRow, sumRow } from "./kinds/series.ts";
import { songRow } from "./kinds/songs.ts";
import { taleRow } from "./kinds/tales.ts";
import type { LabeledText } from "./lay-out.ts";
import { storyRow } from "./story/tell-story.ts";

const MAKERS = {
  story: storyRow,
  agreement: agreementRow,
  tale: taleRow,
  dialogue: dialogueRow,
  brackets: bracketRow,
  list: listRow,
  "look-up": lookUpRow,
  song: songRow,
  names: nameRow,
  series: seriesRow,
  sums: sumRow,
  repeat: repeatRow,
} as const satisfies Readonly<Record<string, (drawing: Drawing) => LabeledText>>;

export type Kind = keyof typeof MAKERS;

export const KINDS = Object.keys(MAKERS) as Kind[];

/** Share of each kind, in percent. */
const MIX: Readonly<Record<Kind, number>> = {
  story: 28,
  agreement: 13,
  tale: 7,
  dialogue: 7,
  brackets: 4,
  list: 5,
  "look-up": 9,
  song: 5,
  names: 5,
  series: 3,
  sums: 2,
  repeat: 12,
};

export interface Row extends LabeledText {
  readonly kind: Kind;
}

/** Rows with the part of speech and the referent of every word. */
export function labeledRows(seed: number, count: number, mix = MIX, use: Use = "training"): Row[] {
  const drawing: Drawing = { random: seededRandom(seedFrom("text", seed)), use };
  return Array.from({ length: count }, () => {
    const kind = pickWeighted(drawing.random, mix);
    return { kind, ...MAKERS[kind](drawing) };
  });
}

/** One line of text per row. */
export function trainingRows(seed: number, count: number): string[] {
  return labeledRows(seed, count).map(({ text }) => text);
}
