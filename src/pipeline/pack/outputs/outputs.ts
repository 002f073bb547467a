/** The table of outputs: all files of an atlas except its manifest and the list of its files. */
import { attentionOutput } from "./attention.ts";
import { averageSheetOutput } from "./average-sheet.ts";
import { averageOutput } from "./average.ts";
import { circuitsOutput } from "./circuits.ts";
import { headsOutput } from "./heads.ts";
import { layerMapsOutput } from "./layer-maps.ts";
import { mapsOutput } from "./maps.ts";
import type { Output } from "./output.ts";
import { patchesOutput } from "./patches.ts";
import { pointsOutput } from "./points.ts";
import { relationsOutput } from "./relations.ts";
import { sharedOutput } from "./shared.ts";
import { searchHeadOutput } from "./search-head.ts";
import { searchIndexOutput } from "./search-index.ts";
import { sheetsOutput } from "./sheets.ts";
import { thumbnailOutput } from "./thumbnail.ts";
import { tokensOutput } from "./tokens.ts";

export const OUTPUTS: readonly Output[] = [
  mapsOutput,
  thumbnailOutput,
  pointsOutput,
  attentionOutput,
  averageOutput,
  searchHeadOutput,
  tokensOutput,
  patchesOutput,
  relationsOutput,
  sharedOutput,
  sheetsOutput,
  layerMapsOutput,
  averageSheetOutput,
  headsOutput,
  circuitsOutput,
  searchIndexOutput,
];
