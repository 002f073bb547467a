import { useState, type CSSProperties, type ReactNode } from "react";
import { atlasFile, atlasFiles, comparePath, type AtlasId } from "#atlas/address.ts";
import { sheetCell, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { firstProjection } from "#atlas/method.ts";
import type { Tiles } from "#atlas/view/view.ts";
import { BY_PATTERN } from "../../../compare/compare-address.ts";
import { changeOf, tellingMeasures, type HeadChange } from "../../../compare/diff-atlases.ts";
import { shownDifference, shownValue, type MeasureDifference } from "../../../compare/measure-differences.ts";

interface DiffTableProps {
  readonly base: string;
  /** In the order in which they are shown. */
  readonly changes: readonly HeadChange[];
  readonly by: string;
  /** What is shown of each head. */
  readonly tiles: Tiles;
  readonly atlases: readonly [first: ShownAtlas, second: ShownAtlas];
}

interface ShownAtlas {
  /** `tiny-gpt/stories` */
  readonly folder: string;
  readonly id: AtlasId;
  readonly manifest: Manifest;
}

/** Rows shown at first: a table of ten thousand is no ranking. */
const SHOWN = 100;
const NAMED = 3;

type Picture = "map" | "pattern";
const HEADINGS: Readonly<Record<Tiles, string>> = {
  map: "Maps",
  pattern: "Mean patterns",
  both: "Mean patterns and maps",
};
const PICTURES: Readonly<Record<Tiles, readonly Picture[]>> = {
  map: ["map"],
  pattern: ["pattern"],
  both: ["pattern", "map"],
};

/** A row per head: its two maps, the distance of its patterns, and the measures that changed most. */
export function DiffTable({ base, changes, by, tiles, atlases }: DiffTableProps): ReactNode {
  const [nShown, setShown] = useState(SHOWN);
  const [a, b] = atlases;
  return (
    <>
      <div className="scroll-x" tabIndex={0} role="region" aria-label="Heads by how much they changed">
        <table>
          <thead>
            <tr>
              <th scope="col">Head</th>
              <th scope="col">{HEADINGS[tiles]}</th>
              <th scope="col">Distance</th>
              <th scope="col">{by === BY_PATTERN ? "What changed most" : "Change"}</th>
            </tr>
          </thead>
          <tbody>
            {changes.slice(0, nShown).map((change) => (
              <tr key={change.head}>
                <th scope="row">
                  <a href={comparePath(base, `?a=${a.folder}/${change.head}&b=${b.folder}/${change.head}`)}>
                    {change.head}
                  </a>
                </th>
                <td className="diff-tiles">
                  {PICTURES[tiles].map((picture) => (
                    <span key={picture}>
                      {atlases.map((atlas, side) => (
                        <Tile key={side} base={base} atlas={atlas} head={change.id} picture={picture} />
                      ))}
                    </span>
                  ))}
                </td>
                <td>
                  {change.distance === null ? "–" : change.distance.toFixed(3)}
                  {change.distance !== null && (
                    <meter min={0} max={1} value={change.distance} aria-label="of 1" />
                  )}
                </td>
                <td>
                  <ul className="diff-measures">
                    {measuresOf(change, by).map((difference) => (
                      <li key={difference.measure.id}>
                        {difference.measure.title} {shownValue(difference.a, difference.measure)} to{" "}
                        {shownValue(difference.b, difference.measure)}{" "}
                        <small>{shownDifference(difference.difference, difference.measure)}</small>
                      </li>
                    ))}
                  </ul>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {changes.length > nShown && (
        <button type="button" className="plain" onClick={() => setShown(nShown + SHOWN)}>
          {Math.min(SHOWN, changes.length - nShown)} more
        </button>
      )}
    </>
  );
}

function measuresOf(change: HeadChange, by: string): MeasureDifference[] {
  if (by === BY_PATTERN) return tellingMeasures(change, NAMED);
  const found = changeOf(change, by);
  return found ? [found] : [];
}

/** A cell of the sheet of all heads. */
function Tile({
  base,
  atlas: { id, manifest },
  head,
  picture,
}: {
  readonly base: string;
  readonly atlas: ShownAtlas;
  readonly head: HeadId;
  readonly picture: Picture;
}): ReactNode {
  const { sheet } = manifest;
  const file = picture === "pattern" ? atlasFiles.averageSheet : mapSheet(manifest);
  const { row, column } = sheetCell(manifest, head);
  const place = (at: number, of: number): string => `${of > 1 ? (at / (of - 1)) * 100 : 0}%`;
  const style: CSSProperties = {
    backgroundImage: `url(${JSON.stringify(atlasFile(base, id, file))})`,
    backgroundSize: `${sheet.columns * 100}% ${sheet.rows * 100}%`,
    backgroundPosition: `${place(column, sheet.columns)} ${place(row, sheet.rows)}`,
  };
  return <span className="diff-tile" data-picture={picture} style={style} />;
}

/** Older atlases have the large one alone. */
function mapSheet(manifest: Manifest): string {
  const projection = firstProjection(manifest);
  return manifest.sheet.colors === undefined
    ? atlasFiles.sheet(projection)
    : atlasFiles.smallSheet(projection);
}
