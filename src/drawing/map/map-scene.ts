/** Derives what the map draws from the selection, the pointer, the search and the legend. Pure. */
import type { Role } from "#atlas/role-colors.ts";
import { hasRole, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Area, SelectedPoint } from "#atlas/view/view.ts";
import { labelText } from "../text/label-text.ts";
import { strongest, type AttendedToken } from "../tokens/attended.ts";
import type { OverlayScene, PointLabel } from "./overlay.ts";

const N_FOUND_LABELS = 60;
/** The strength of points that are not highlighted. */
const FADED = 36;

export interface ShownInput {
  readonly tokens: TokenTable;
  readonly selected: SelectedPoint | null;
  /** For each token, the term that found it, or −1; null without a search. */
  readonly termOf: Int16Array | null;
  /** The points that the legend selects; null selects all. */
  readonly passes: ((token: number, role: Role) => boolean) | null;
}

export interface SceneInput {
  readonly tokens: TokenTable;
  readonly selected: SelectedPoint | null;
  readonly hover: SelectedPoint | null;
  /** The other end of the hovered weight. */
  readonly partner: SelectedPoint | null;
  readonly attended: readonly AttendedToken[] | null;
  readonly termOf: Int16Array | null;
  /** As `shownPoints` says. */
  readonly shown: Uint8Array | null;
  /** Colors of the terms, if there are several. */
  readonly termColors: readonly string[] | null;
  readonly hasPatches: boolean;
  /** At most this many lines, for weights of at least `leastWeight`. */
  readonly lines: number;
  readonly leastWeight: number;
  /** The outline that the reader drew. */
  readonly area: Area | null;
}

/** A point's number on the map: queries first, then keys. */
export function pointOf({ nTokens }: TokenTable, { role, token }: SelectedPoint): number {
  return role === "query" ? token : nTokens + token;
}

/** The token and role of a point on the map. */
export function selectedOf({ nTokens }: TokenTable, point: number): SelectedPoint {
  return point < nTokens ? { role: "query", token: point } : { role: "key", token: point - nTokens };
}

/**
 * 0 … 255 per point: how strongly it is drawn; null for all alike. Meant is what the search found and the sequence of
 * the selected point, as far as the legend leaves it, and always the selected point.
 */
export function shownPoints({ tokens, selected, termOf, passes }: ShownInput): Uint8Array | null {
  if (selected === null && termOf === null && passes === null && tokens.split === null) return null;
  const { nTokens } = tokens;
  const sequence = selected ? tokens.sequenceOf[selected.token] : undefined;
  const isAll = selected === null && termOf === null;
  const shown = new Uint8Array(nTokens * 2).fill(FADED);
  for (let token = 0; token < nTokens; token++) {
    const isMeant = isAll || (termOf?.[token] ?? -1) >= 0 || tokens.sequenceOf[token] === sequence;
    if (!isMeant) continue;
    if (passes === null || passes(token, "query")) shown[token] = 255;
    if (passes === null || passes(token, "key")) shown[nTokens + token] = 255;
  }
  if (selected) shown[pointOf(tokens, selected)] = 255;
  return tokens.split === null ? shown : onlyThere(tokens, shown);
}

/** Points that are not there are not even faded. */
function onlyThere(tokens: TokenTable, shown: Uint8Array): Uint8Array {
  return shown.map((strength, point) => {
    const { role, token } = selectedOf(tokens, point);
    return hasRole(tokens, token, role) ? strength : 0;
  });
}

export function overlayScene(input: SceneInput): OverlayScene {
  const { tokens, selected, hover, partner, attended, hasPatches } = input;
  const lines = selected && attended ? strongest(attended, input.lines, input.leastWeight) : [];
  const other = selected?.role === "query" ? "key" : "query";
  const toPoint = (token: number): number => pointOf(tokens, { role: other, token });
  const rings = [
    ...(selected ? [{ point: pointOf(tokens, selected), isStrong: true }] : []),
    ...[hover, partner].flatMap((point) =>
      point ? [{ point: pointOf(tokens, point), isStrong: false }] : [],
    ),
  ];
  const labeled = [
    ...rings.map((ring) => ring.point),
    ...lines.map((line) => toPoint(line.token)),
    // Patches need no labels.
    ...(hasPatches ? [] : alsoLabeled(input)),
  ];
  return {
    area: input.area,
    rings,
    from: selected ? pointOf(tokens, selected) : null,
    lines: lines.map(({ token, weight }) => ({ to: toPoint(token), weight })),
    labels: [...new Set(labeled)].map((point) => labelOf(input, point)),
  };
}

/** The rest of the selected sequence and the matches of a search, without faded points. */
function alsoLabeled({ tokens, selected, termOf, shown }: SceneInput): number[] {
  const { nTokens } = tokens;
  const isShown = (point: number): boolean => shown === null || (shown[point] ?? 0) > FADED;
  if (selected) {
    const sequence = tokens.sequenceOf[selected.token] ?? 0;
    const [start = 0, end = 0] = [tokens.starts[sequence], tokens.starts[sequence + 1]];
    const all = Array.from({ length: end - start }, (_, i) => start + i);
    return [...all, ...all.map((token) => nTokens + token)].filter(isShown);
  }
  if (termOf === null) return [];
  const points: number[] = [];
  for (let token = 0; token < nTokens && points.length < N_FOUND_LABELS; token++) {
    if ((termOf[token] ?? -1) >= 0) points.push(...[token, nTokens + token].filter(isShown));
  }
  return points;
}

function labelOf({ tokens, termOf, termColors }: SceneInput, point: number): PointLabel {
  const { token } = selectedOf(tokens, point);
  const color = termColors?.[termOf?.[token] ?? -1];
  const text = labelText(tokenText(tokens, token));
  return color === undefined ? { point, text } : { point, text, color };
}
