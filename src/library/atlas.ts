/**
 * `headland/atlas`: reads the atlases that Headland builds, and writes addresses of their pages, in Node and in a browser.
 */
export { atlasFile, atlasFiles, headFiles, headPath, matrixPath, withBase } from "../atlas/address.ts";
export { FormatError } from "../atlas/files/columns.ts";
export { formatLayer } from "../atlas/files/layer-maps.ts";
export { headsOf, manifestOf, nPointsOf, sheetCell } from "../atlas/files/manifest.ts";
export { formatHead, parseHead } from "../atlas/head/head-id.ts";
export { METHODS, projectionName, projectionsOf } from "../atlas/method.ts";
export { readAtlas } from "../atlas/read-atlas.ts";
export { labelText } from "../atlas/tokens/token-labels.ts";
export { hasRole, positionOf, spanOf, tokenText } from "../atlas/tokens/tokens.ts";
export { defaultView, formatView, parseView } from "../atlas/view/view-address.ts";
export { folderReader } from "./atlas/folder-reader.ts";
export { urlReader } from "./atlas/url-reader.ts";

export type { AtlasId } from "../atlas/address.ts";
export type { Attention } from "../atlas/files/attention.ts";
export type { MapCoordinates } from "../atlas/files/coordinates.ts";
export type { CoarseMap } from "../atlas/files/layer-maps.ts";
export type { Manifest, PatchSheet, Tower } from "../atlas/files/manifest.ts";
export type { PointNumbers } from "../atlas/files/points.ts";
export type { HeadId } from "../atlas/head/head-id.ts";
export type { ExplainedShare, HeadNumbers } from "../atlas/head/head-numbers.ts";
export type { Dim, Maps, Method, Projection } from "../atlas/method.ts";
export type { AtlasReader, ReadFile } from "../atlas/open-atlas.ts";
export type { Atlas } from "../atlas/read-atlas.ts";
export type { TokenLabel } from "../atlas/tokens/token-labels.ts";
export type { TokenTable } from "../atlas/tokens/tokens.ts";
export type { View } from "../atlas/view/view.ts";
export type { HeadAlignment, MapQuality } from "../measures/map-measures.ts";
export type { HeadMetrics } from "../measures/metrics.ts";
