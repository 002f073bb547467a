import { useMemo, useState, type ReactNode } from "react";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import {
  measureDifferences,
  shownDifference,
  shownValue,
  spansAmong,
  withoutVariants,
  type MeasureDifference,
} from "../../compare/measure-differences.ts";
import { whyMissing } from "../../measures/catalog/catalog-measure.ts";

interface MeasureTableProps {
  /** Names of the two heads. */
  readonly names: readonly [a: string, b: string];
  readonly a: HeadNumbers;
  readonly b: HeadNumbers;
  /** All heads of both atlases. */
  readonly among: readonly HeadNumbers[];
}

const SHOWN_FIRST = 12;

/** The measures of both heads, those that differ most first. This component is loaded after the maps. */
export function MeasureTable({ names, a, b, among }: MeasureTableProps): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const all = useMemo(() => measureDifferences(a, b, spansAmong(among)), [a, b, among]);
  const rows = isWhole ? all : withoutVariants(all).slice(0, SHOWN_FIRST);
  if (all.length === 0) return null;
  return (
    <div className="compare-measures">
      <h2 id="compare-measures">What differs most</h2>
      <p className="soft">
        By the share of a measure’s range that lies between the two; where the range has no end, by the share
        of what all heads of both atlases span. Chance is what a head without any preference would have on the
        same texts or pictures.
      </p>
      <div className="scroll-x" tabIndex={0} role="region" aria-labelledby="compare-measures">
        <table>
          <thead>
            <tr>
              <th scope="col">Measure</th>
              <th scope="col">{names[0]}</th>
              <th scope="col">{names[1]}</th>
              <th scope="col">Difference</th>
              <th scope="col">Chance</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <MeasureRow key={row.measure.id} row={row} a={a} b={b} />
            ))}
          </tbody>
        </table>
      </div>
      {all.length > rows.length && (
        <button type="button" className="plain" onClick={() => setWhole(true)}>
          All {all.length} measures
        </button>
      )}
    </div>
  );
}

function MeasureRow({
  row,
  a,
  b,
}: {
  readonly row: MeasureDifference;
  readonly a: HeadNumbers;
  readonly b: HeadNumbers;
}): ReactNode {
  const { measure, chance, difference, size } = row;
  const value = (number: number | null, of: HeadNumbers): ReactNode =>
    number === null ? <small>{whyMissing(measure, of)}</small> : shownValue(number, measure);
  const [own, other] = chance.map((each) => shownValue(each, measure));
  return (
    <tr>
      <th scope="row">
        {measure.title}
        {measure.unit !== "share" && measure.unit !== "correlation" && <small> {measure.unit}</small>}
      </th>
      <td>{value(row.a, a)}</td>
      <td>{value(row.b, b)}</td>
      <td>
        <span className="difference">{shownDifference(difference, measure)}</span>
        {size !== null && <meter min={0} max={1} value={size} aria-label={`${Math.round(size * 100)} %`} />}
      </td>
      <td>{own === other ? own : `${own ?? ""} and ${other ?? ""}`}</td>
    </tr>
  );
}
