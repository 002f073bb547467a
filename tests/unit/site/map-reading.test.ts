import { expect, it } from "vitest";
import type { MapQuality } from "#measures/map-measures.ts";
import { mapColumns } from "#measures/map-measures.ts";
import * as reading from "../../../src/site/map-reading.ts";
import { spaced } from "../../helpers/read-heads.ts";

const quality = (trustworthiness: number): MapQuality => ({
  trustworthiness,
  continuity: 0.9,
  neighborRecall: 0.46,
  shepardCorrelation: 0.5,
  distanceCorrelation: -0.5,
  attentionRecall: 0.874,
  attentionRecallChance: 0.193,
  attentionRank: 0.1,
  mixing: 0.4,
  sampled: 100,
});
const readMap = (...of: Parameters<typeof reading.readMap>): string => spaced(reading.readMap(...of));
const readNearness = (of: MapQuality): string => spaced(reading.readNearness(of));
const nearness = (attentionRecall: number): string => readNearness({ ...quality(0.9), attentionRecall });

it("says what a map's numbers mean, each beside what it would be by chance", () => {
  expect(readMap(quality(0.98), 4000)).toBe(
    "Trustworthiness 0.98 (chance 0.50): what lies together here nearly always lies together in the head's own space, too. Of the 15 points nearest to a point, 7 are among its 15 nearest in the head's own space (chance under 0.1). A query mostly lies near the key it attends to most: 87 % of the queries have the key they attend to most among the three nearest of their sequence (chance 19 %).",
  );
  expect(readMap({ ...quality(0.7), neighborRecall: 0.07 }, 4000)).toContain("1 is among its 15 nearest");
  // 15 · 15 / 99.
  expect(readMap(quality(0.98), 100)).toContain("(chance 2.3)");
});

it("says how far trustworthiness is an estimate, where ranks are counted among a part of the points", () => {
  const counted = "Its ranks are counted among a part of the points, drawn for each of them";
  expect(readMap(quality(0.98), 4000)).not.toContain("counted");
  expect(readMap({ ...quality(0.98), standardError: 0.0012 }, 10_000)).toContain(
    `in the head's own space, too. ${counted} (± 0.0012). Of the 15 points`,
  );
  expect(readMap({ ...quality(0.98), standardError: 0 }, 10_000)).toContain(`${counted} (± 0.0001).`);
});

it("says nothing of the chance of attention where an older atlas has not measured it", () => {
  const { attentionRecallChance, ...older } = quality(0.98);
  expect(attentionRecallChance).toBe(0.193);
  expect(readNearness(older)).toBe(
    "87 % of the queries have the key they attend to most among the three nearest of their sequence.",
  );
});

it("says plainly when a map cannot be trusted", () => {
  expect(readMap(quality(0.9), 4000)).toContain("mostly lies together in the head's own space");
  // It is shown as 0.90.
  expect(readMap(quality(0.896), 4000)).toContain("mostly lies together in the head's own space");
  expect(readMap(quality(0.894), 4000)).toContain("check before you conclude");
  expect(readMap(quality(0.69), 4000)).toContain("read no shapes from it");
});

it("says that a query near a key attends to it only as far as the map's own recall supports it", () => {
  // From 0.193, 0.6 of the way to 1 is 0.6772, and 0.2 is 0.3544.
  expect(nearness(0.678)).toMatch(/^A query mostly lies near the key it attends to most: 68 %/);
  expect(nearness(0.676)).toMatch(
    /^A query near a key attends to it more often than by chance, but not reliably: 68 %/,
  );
  expect(nearness(0.355)).toMatch(/^A query near a key attends to it more often than by chance/);
  expect(nearness(0.353)).toMatch(
    /^Nearness of query and key says little about attention here: 35 %.*\(chance 19 %\)\.$/,
  );
  expect(nearness(0.1)).toMatch(/^Nearness of query and key says little about attention here/);
});

it("claims nothing where every query sees three keys, which are always the three nearest", () => {
  expect(readNearness({ ...quality(0.9), attentionRecall: 1, attentionRecallChance: 1 })).toMatch(
    /^Nearness .* says little/,
  );
});

it("names trustworthiness and continuity by their names, with their chance", () => {
  const titles = mapColumns().map((column) => [column.title, reading.chanceOfColumn(column, 4000)]);
  expect(titles).toEqual([
    ["trustworthiness", "chance 0.50"],
    ["continuity", "chance 0.50"],
    ["distance and q·k", "chance 0"],
    // Its chance differs from map to map, and stands in each cell.
    ["most attended among 3 nearest", undefined],
  ]);
});
