/** The link of a comparison: what a reader copies, and what the page says of the one by which it was opened. Pure. */
import { atlasFolder } from "#atlas/address.ts";
import { checkLink, problemText, quoted } from "#atlas/link/check-link.ts";
import { readWords, withWords } from "#atlas/link/link-words.ts";
import { wordOf } from "#atlas/link/relocate.ts";
import type { Maps } from "#atlas/method.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import {
  dataIn,
  dataWord,
  formatCompare,
  parseCompare,
  SIDES,
  strangeWords,
  viewPart,
  type CompareView,
  type Side,
} from "../../compare/compare-address.ts";
import type { ListedAtlas } from "../../compare/head-name.ts";
import type { Look } from "../link/look.ts";
import { movedPoint, outdated } from "../link/outdated-link.ts";

/** What a link depends on, of each side. */
export interface LinkedSide {
  readonly atlas: ListedAtlas;
  readonly table: TokenTable;
}

export type LinkedSides = Readonly<Record<Side, LinkedSide>>;

interface CopiedInput {
  readonly names: Readonly<Record<Side, string>>;
  /** With the color that is shown: the heads may come to open in another one. */
  readonly compared: CompareView;
  readonly maps: Maps;
  readonly atlases: Readonly<Record<Side, Pick<ListedAtlas, "digest">>>;
  /** Of the side with the selected point; null before it is known. */
  readonly table: TokenTable | null;
  readonly look: Look;
}

/** The query of exactly this view, and of what is needed to say later that the data have changed. */
export function copiedQuery({ names, compared, maps, atlases, table, look }: CopiedInput): string {
  const { selected } = compared.view;
  const params = new URLSearchParams();
  const data = dataWord({ a: atlases.a.digest, b: atlases.b.digest });
  if (data !== undefined) params.set("data", data);
  const word = table !== null && selected !== null ? { token: wordOf(table, selected) } : {};
  const query = formatCompare(names, compared, maps, ["method", "color"]);
  const own = String(params);
  return withWords(own === "" ? query : `${query}&${own}`, { ...look, ...word });
}

export interface CompareLinkNotes {
  /** Sentences. They quote the link: untrusted text. */
  readonly problems: readonly string[];
  /** What is selected in place of the link's point; undefined where that is what the link means. */
  readonly selected?: SelectedPoint | null;
  readonly selectedOn: Side;
}

/** @param search The query with which the page was opened. */
export function compareLinkNotes(
  search: string,
  sides: LinkedSides,
  maps: Maps,
  modes: readonly ColorMode[],
): CompareLinkNotes {
  const { view, selectedOn } = parseCompare(search, maps);
  const data = dataIn(search);
  const isOutdated = (side: Side): boolean => {
    const { digest } = sides[side].atlas;
    return data !== null && digest !== undefined && data[side] !== digest;
  };
  const changed = new Set(SIDES.filter(isOutdated).map((side) => atlasFolder(sides[side].atlas)));
  const { atlas, table } = sides[selectedOn];
  const { token } = readWords(search);
  const moved = view.selected
    ? movedPoint(table, view.selected, token, isOutdated(selectedOn), atlasFolder(atlas))
    : {};
  const colors = modes.map(({ name }) => name);
  return {
    problems: [
      ...(changed.size > 0 ? [problemText(outdated(view, [...changed].join(" and ")))] : []),
      ...(moved.said === undefined ? [] : [`${moved.said}.`]),
      ...strangeWords(search).map((word) => `${quoted(word)} means nothing here.`),
      ...checkLink(viewPart(search), { ...maps, colors, stages: null }).map(problemText),
    ],
    ...("selected" in moved ? { selected: moved.selected } : {}),
    selectedOn,
  };
}
