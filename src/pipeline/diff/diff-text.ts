/** What the command says of two atlases: a table for people, the same numbers as JSON for programs. Pure. */
import { atlasFolder } from "#atlas/address.ts";
import { counted } from "#atlas/counted.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { BY_PATTERN } from "../../compare/compare-address.ts";
import { changeOf, tellingMeasures, type HeadChange } from "../../compare/diff-atlases.ts";
import { shownDifference, shownValue, type MeasureDifference } from "../../compare/measure-differences.ts";
import type { AtlasDiff } from "./diff-published.ts";

/** Measures named per head. */
const NAMED = 2;

/** @param most Heads listed at most. */
export function diffText(diff: AtlasDiff, most: number): string {
  const [a, b] = diff.manifests.map((manifest) => atlasFolder(atlasOf(manifest)));
  const shown = diff.heads.slice(0, most);
  const lines = shown.map((change) => [
    change.head,
    change.distance === null ? "–" : change.distance.toFixed(4),
    measuresOf(change, diff.by).map(measureText).join(", "),
  ]);
  const rows = [
    ["head", "distance", diff.by === BY_PATTERN ? "measures that changed most" : "measure"],
    ...lines,
  ];
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const nLeft = diff.heads.length - shown.length;
  return [
    `${a ?? ""} → ${b ?? ""}: ${counted(diff.heads.length, "head")}`,
    ...towerLines(diff),
    "",
    ...table,
    ...(nLeft > 0
      ? [`… and ${counted(nLeft, "head")} that changed less; --top ${diff.heads.length} lists all.`]
      : []),
  ].join("\n");
}

function towerLines({ towers }: AtlasDiff): string[] {
  return towers.map(({ tower, nSequences, nRows }) => {
    const where = tower === undefined ? "" : `${tower}: `;
    if (nRows === 0) return `${where}no sequence is the same in both, so patterns have no distance`;
    return `${where}distance: mean Jensen–Shannon distance of ${counted(nRows, "row")} in ${counted(nSequences, "sequence")} that both have, from published weights`;
  });
}

function measuresOf(change: HeadChange, by: string): MeasureDifference[] {
  if (by === BY_PATTERN) return tellingMeasures(change, NAMED);
  const found = changeOf(change, by);
  return found ? [found] : [];
}

function measureText({ measure, a, b, difference }: MeasureDifference): string {
  return `${measure.title} ${shownValue(a, measure)} → ${shownValue(b, measure)} (${shownDifference(difference, measure)})`;
}

/** All heads and all measures, in the order of the ranking. */
export function diffJson({ manifests, by, towers, heads }: AtlasDiff): object {
  const [a, b] = manifests.map((manifest) => ({
    atlas: atlasFolder(atlasOf(manifest)),
    model: manifest.model.digest,
    build: manifest.buildKey,
  }));
  return {
    a,
    b,
    by,
    distance:
      "mean Jensen–Shannon distance of the rows of patterns, base 2, from published weights (8 bits of their root)",
    towers: towers.map(({ tower = null, ...rest }) => ({ tower, ...rest })),
    heads: heads.map(({ head, distance, measures }) => ({
      head,
      distance,
      measures: measures.map(({ measure, a, b, difference, size }) => ({
        id: measure.id,
        a,
        b,
        difference,
        size,
      })),
    })),
  };
}
