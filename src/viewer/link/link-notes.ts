/** What a page says of the link by which it was opened, and what it shows in place of what it does not have. Pure. */
import type { Manifest } from "#atlas/files/manifest.ts";
import { checkLink, quoted, type LinkProblem } from "#atlas/link/check-link.ts";
import { readWords } from "#atlas/link/link-words.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { AUTO_COLOR, type View } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import { specialMode } from "#color/modes/special.ts";
import { FINDER_WORDS } from "#finder/finder-words.ts";
import type { Step } from "../checkpoints/steps.ts";
import { sheetColors } from "../matrix/sheet-choice.ts";
import { movedPoint, outdated } from "./outdated-link.ts";

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
