/** From what is selected, hovered and searched to what the map draws. Pure. */
import { tokenText, type TokenTable } from "#atlas/tokens.ts";
import type { SelectedPoint } from "#atlas/view.ts";
import type { OverlayScene } from "./map/overlay.ts";
import { strongest, type AttendedToken } from "./panels/attended.ts";

const N_FOUND_LABELS = 60;
/** How strongly a point is drawn that is not meant. */
const FADED = 36;

export interface SceneInput {
  readonly tokens: TokenTable;
  readonly selected: SelectedPoint | null;
  readonly hover: SelectedPoint | null;
  /** The other end of the hovered weight. */
  readonly partner: SelectedPoint | null;
  readonly attended: readonly AttendedToken[] | null;
  /** 1 for every token that a search found. */
  readonly found: Uint8Array | null;
  readonly hasPatches: boolean;
  /** At most so many lines, of weights from `leastWeight` on. */
  readonly lines: number;
  readonly leastWeight: number;
}

/** A point's number on the map: queries first, then keys. */
export function pointOf({ nTokens }: TokenTable, { role, token }: SelectedPoint): number {
  return role === "query" ? token : nTokens + token;
}

/** The token and role of a point on the map. */
export function selectedOf({ nTokens }: TokenTable, point: number): SelectedPoint {
  return point < nTokens ? { role: "query", token: point } : { role: "key", token: point - nTokens };
}

/** 0 … 255 per token: how strongly it is drawn. Null for all alike. */
export function shownTokens(
  tokens: TokenTable,
  selected: SelectedPoint | null,
  found: Uint8Array | null,
): Uint8Array | null {
  if (selected === null && found === null) return null;
  const shown = new Uint8Array(tokens.nTokens).fill(FADED);
  if (found) found.forEach((isFound, token) => isFound && (shown[token] = 255));
  if (selected) {
    const sequence = tokens.sequenceOf[selected.token] ?? 0;
    shown.fill(255, tokens.starts[sequence], tokens.starts[sequence + 1]);
  }
  return shown;
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
    // Patches speak for themselves.
    ...(hasPatches ? [] : alsoLabeled(input)),
  ];
  return {
    rings,
    from: selected ? pointOf(tokens, selected) : null,
    lines: lines.map(({ token, weight }) => ({ to: toPoint(token), weight })),
    labels: [...new Set(labeled)].map((point) => ({
      point,
      text: labelOf(tokens, selectedOf(tokens, point).token),
    })),
  };
}

/** The rest of the selected sequence, and what a search found. */
function alsoLabeled({ tokens, selected, found }: SceneInput): number[] {
  if (selected) {
    const sequence = tokens.sequenceOf[selected.token] ?? 0;
    const [start = 0, end = 0] = [tokens.starts[sequence], tokens.starts[sequence + 1]];
    const all = Array.from({ length: end - start }, (_, i) => start + i);
    return [...all, ...all.map((token) => tokens.nTokens + token)];
  }
  if (found === null) return [];
  const points: number[] = [];
  for (let token = 0; token < found.length && points.length < N_FOUND_LABELS; token++) {
    if (found[token]) points.push(token, tokens.nTokens + token);
  }
  return points;
}

function labelOf(tokens: TokenTable, token: number): string {
  return tokenText(tokens, token).trim();
}
