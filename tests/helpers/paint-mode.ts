/** Color modes on tables made by hand. */
import { decodeTokens, encodeTokens, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorContext, Coloring, ColorMode } from "#color/color-mode.ts";
import { ramp } from "#color/ramps.ts";
import { manifestOf } from "./tiny-tables.ts";

/** Tokens in square brackets are special. */
export function tableOf(sequences: readonly (readonly string[])[]): TokenTable {
  const tokens = sequences.flat();
  let at = 0;
  return decodeTokens(
    encodeTokens({
      tokens,
      starts: Uint32Array.of(0, ...sequences.map(({ length }) => (at += length))),
      special: Uint8Array.from(tokens, (token) => Number(/^\s*\[.*\]$/.test(token))),
      sequenceLabels: new Map(),
      tokenLabels: new Map(),
    }),
  );
}

/** On a light background, with nothing loaded. */
export function paintMode(mode: ColorMode, tokens: TokenTable, more: Partial<ColorContext> = {}): Coloring {
  const nothing = { norms: null, distortion: null, patchColors: null, attention: null };
  const manifest = manifestOf(tokens);
  return mode.paint({ manifest, tokens, ...nothing, isSafe: false, ...more });
}

/** The color of a query on a light background, from step 0 to 31. */
export function step(i: number): string {
  return ramp("query")[i] ?? "";
}

/** What a legend says: its ramp from end to end, and the keys and words of its entries. */
export function legendOf({ ramp: shown, entries }: Coloring): string[] {
  return [
    ...(shown ? [`${shown.low} … ${shown.high}`] : []),
    ...(entries ?? []).map(({ key, label }) => `${key}: ${label}`),
  ];
}
