/** Whether a map shows currents. Without their code, which is loaded where they may be shown. */
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import type { Lack } from "./lack-of.ts";

/** The legend's sentences about the lines. */
const CURRENTS_NOTE =
  "Currents show where much attention leads: from the key of a token, through its query, to the key it attends to.";
/** Where they say little, and why. */
const LITTLE: Readonly<Record<Lack, string>> = {
  nFlows: "The currents say little on this map: few are strong.",
  near: "On this map queries do not lie near the keys they attend to: read the currents, not the distances.",
  crossing:
    "The currents of this map cross too often to be followed: select a point to see where it attends.",
  bundled: "The currents say little on this map: most of the attention does not run together.",
};

/** @param lack As `lackOf` says. */
export function currentsNote(lack: Lack | null): string {
  return lack === null ? CURRENTS_NOTE : `${CURRENTS_NOTE} ${LITTLE[lack]}`;
}

/** Weights that are fetched unasked, one byte each. */
const MOST_WEIGHTS = 1_000_000;

/**
 * Whether currents may be shown, so that the weights of the head are needed. By themselves, they are not worth a large file, or
 * any file to a reader who saves data.
 */
export function mayHaveCurrents(
  { currents, dim }: Pick<View, "currents" | "dim">,
  table: TokenTable,
  savesData: boolean,
): boolean {
  if (dim === 3 || currents === "off") return false;
  return currents === "on" || (!savesData && nWeights(table) <= MOST_WEIGHTS);
}

/** Currents need a flat map. @param isTelling Whether they lack nothing; false until that is known. */
export function hasCurrents({ currents, dim }: Pick<View, "currents" | "dim">, isTelling: boolean): boolean {
  if (dim === 3) return false;
  return currents === "auto" ? isTelling : currents === "on";
}

function nWeights(table: TokenTable): number {
  return Array.from(
    { length: table.nSequences },
    (_, s) => spanOf(table, s, "query").n * spanOf(table, s, "key").n,
  ).reduce((sum, n) => sum + n, 0);
}
