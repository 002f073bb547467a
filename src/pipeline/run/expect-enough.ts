/** Checks that a dataset has enough tokens for a map, and the color in which its heads are to open. */
import { tokenTable } from "#atlas/tokens/token-table.ts";
import { colorModes } from "#color/modes.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { ConfigError } from "../errors.ts";
import type { Streams } from "../inputs/model-input.ts";
import { patchSheet } from "../pack/cut-patches.ts";
import { tokensOf } from "../pack/tower-tables.ts";
import { LEAST_POINTS } from "../project/project-head.ts";

/** @throws {ConfigError} if one of the streams has too few. */
export function expectEnough(atlas: AtlasConfig, streams: Streams): void {
  const least = Math.ceil(LEAST_POINTS / 2);
  const nTokens = Math.min(...[...streams.values()].map((stream) => stream.nTokens));
  if (nTokens >= least) return;
  throw new ConfigError({
    what: "there is too little to draw a map of",
    where: `${atlas.source.kind === "vectors" ? atlas.modelFile : atlas.datasetFile}, source`,
    expected: `at least ${least} tokens`,
    received: `${nTokens}`,
  });
}

/** @throws {ConfigError} if no tower can be shown in the color that the dataset's author has chosen. */
export function expectColor(atlas: AtlasConfig, streams: Streams): void {
  const { color } = atlas.dataset;
  if (color === undefined) return;
  const names = new Set(
    [...streams.values()].flatMap((stream) => {
      const tokens = tokensOf(stream);
      const labels = [...tokens.sequenceLabels.keys(), ...tokens.tokenLabels.keys()];
      const shown = { patches: patchSheet(stream), dataset: { labels } };
      return colorModes(shown, tokenTable(tokens)).map((mode) => mode.name);
    }),
  );
  if (names.has(color)) return;
  throw new ConfigError({
    what: "the atlas has no such color mode",
    where: `${atlas.datasetFile}, color`,
    expected: `one of ${[...names].join(", ")}`,
    received: JSON.stringify(color),
    cure: "Without it, each head opens in the color that explains its map best.",
  });
}
