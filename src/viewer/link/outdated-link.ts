/** What a page says of a link whose data are others now, and what it selects in place of the link's point. Pure. */
import { quoted, type LinkProblem } from "#atlas/link/check-link.ts";
import { hasPoint, relocate } from "#atlas/link/relocate.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";

/** @param atlas Whose data are others now. */
export function outdated({ only }: View, atlas = "this atlas"): LinkProblem {
  const said = `The data of ${atlas} have changed since this link was made, so its author may have seen something else`;
  return only.some((entry) => typeof entry === "number")
    ? { said, note: "The pressed entries of the legend may be others now." }
    : { said };
}

/** What is selected in place of the point that a link names. */
export interface MovedPoint {
  readonly said?: string;
  readonly selected?: SelectedPoint | null;
}

/**
 * Finds the point of a link in data that are others now, or that never had it.
 *
 * @param text Of the token, as the link has it.
 * @param atlas Its name, at the beginning of a sentence.
 * @returns Nothing where the point is what the link means.
 */
export function movedPoint(
  table: TokenTable,
  point: SelectedPoint,
  text: string | undefined,
  isOutdated: boolean,
  atlas = "This atlas",
): MovedPoint {
  const isThere = hasPoint(table, point);
  if (isThere && (!isOutdated || text === undefined)) return {};
  const { role, token } = point;
  if (text === undefined)
    return { said: `${atlas} has no ${role} ${token}, so nothing is selected`, selected: null };
  const found = relocate(table, point, text);
  if (found?.token === token) return {};
  return found
    ? {
        said: `The ${role} ${quoted(text)} is in another place now; the nearest one is selected`,
        selected: found,
      }
    : {
        said: `${atlas} no longer has the ${role} ${quoted(text)}, so nothing is selected`,
        selected: null,
      };
}
