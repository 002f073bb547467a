/** Checks that a dataset has enough tokens for a map. */
import type { AtlasConfig } from "../config/load-content.ts";
import { ConfigError } from "../errors.ts";
import type { Streams } from "../inputs/model-input.ts";
import { LEAST_POINTS } from "../project/project-head.ts";

/** @throws {ConfigError} if one of the streams has too few. */
export function expectEnough(atlas: AtlasConfig, streams: Streams): void {
  const least = Math.ceil(LEAST_POINTS / 2);
  const nTokens = Math.min(...[...streams.values()].map((stream) => stream.nTokens));
  if (nTokens >= least) return;
  throw new ConfigError({
    what: "there is too little to draw a map of",
    where: `${atlas.datasetFile}, source`,
    expected: `at least ${least} tokens`,
    received: `${nTokens}`,
  });
}
