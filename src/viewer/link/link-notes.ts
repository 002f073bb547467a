/** What a page says of the link by which it was opened, and what it shows in place of what it does not have. Pure. */
import type { Manifest } from "#atlas/files/manifest.ts";
import { checkLink, quoted, type LinkProblem } from "#atlas/link/check-link.ts";
import { readWords } from "#atlas/link/link-words.ts";
import { hasPoint, relocate } from "#atlas/link/relocate.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { AUTO_COLOR, type SelectedPoint, type View } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import { specialMode } from "#color/modes/special.ts";
import { FINDER_WORDS } from "#finder/finder-words.ts";
import type { Step } from "../checkpoints/steps.ts";
import { sheetColors } from "../matrix/sheet-choice.ts";

/** What the page shows. */
export interface LinkedPage {
  readonly manifest: Manifest;
  /** Null on the page of all heads, which selects no points. */
  readonly table: TokenTable | null;
  /** Of the atlas; absent in older ones, and on the page of all heads. */
  readonly digest?: string | undefined;
  /** The checkpoints of a head; null on the page of all heads. */
  readonly stages: readonly Step[] | null;
}

export interface LinkNotes {
  readonly problems: readonly LinkProblem[];
  /** What is shown in place of what the link says; empty if the page can show that. */
  readonly change: Partial<View>;
}

/** @param search Of the link, with its `?`. */
export function linkNotes(search: string, page: LinkedPage): LinkNotes {
  const { manifest, table, digest, stages } = page;
  const view = parseView(search, manifest);
  const { data, token } = readWords(search);
  const isOutdated = data !== undefined && digest !== undefined && data !== digest;
  const moved = table && view.selected ? movedPoint(table, view.selected, token, isOutdated) : {};
  const { methods, dims, titles } = manifest;
  const context = {
    methods,
    dims,
    ...(titles ? { titles } : {}),
    colors: colorsOf(page),
    stages: stages?.map(({ slug }) => slug) ?? null,
    ...(table === null ? { others: FINDER_WORDS } : {}),
  };
  return {
    problems: [
      ...(isOutdated ? [outdated(view)] : []),
      ...(moved.said === undefined ? [] : [{ said: moved.said }]),
      ...checkLink(search, context),
      ...(table === null ? undrawn(view, manifest, context.colors) : []),
    ],
    change: {
      ...("selected" in moved ? { selected: moved.selected } : {}),
      // They were places of other tokens.
      ...(isOutdated && view.hidden.length > 0 ? { hidden: [] } : {}),
    },
  };
}

/** Null where heads have colors of their towers. */
function colorsOf({ manifest, table }: LinkedPage): string[] | null {
  if (table === null && manifest.towers.some(({ reads }) => reads !== undefined)) return null;
  const colors = colorModes(manifest, table).map(({ name }) => name);
  return table === null ? [...colors, specialMode.name] : colors;
}

/** The pictures of all heads are drawn in some of the colors that a head's page has. */
function undrawn({ color }: View, manifest: Manifest, colors: readonly string[] | null): LinkProblem[] {
  const isKnown = colors?.includes(color) ?? false;
  if (color === AUTO_COLOR || !isKnown || sheetColors(manifest).includes(color)) return [];
  const said = `The pictures of all heads were not drawn in the color ${quoted(color)}, so they show queries and keys`;
  return [{ said, note: "The page of a head has this color." }];
}

function outdated({ only }: View): LinkProblem {
  const said =
    "The data of this atlas have changed since this link was made, so the view may not be quite what its author saw";
  return only.some((entry) => typeof entry === "number")
    ? { said, note: "The pressed entries of the legend may be others now." }
    : { said };
}

interface MovedPoint {
  readonly said?: string;
  readonly selected?: SelectedPoint | null;
}

/** @param text Of the token, as the link has it. */
function movedPoint(
  table: TokenTable,
  point: SelectedPoint,
  text: string | undefined,
  isOutdated: boolean,
): MovedPoint {
  const isThere = hasPoint(table, point);
  if (isThere && (!isOutdated || text === undefined)) return {};
  const { role, token } = point;
  if (text === undefined)
    return { said: `This atlas has no ${role} ${token}, so nothing is selected`, selected: null };
  const found = relocate(table, point, text);
  if (found?.token === token) return {};
  return found
    ? {
        said: `The ${role} ${quoted(text)} is in another place now; the nearest one is selected`,
        selected: found,
      }
    : {
        said: `This atlas no longer has the ${role} ${quoted(text)}, so nothing is selected`,
        selected: null,
      };
}
