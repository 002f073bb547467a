import { useMemo, useState, type ReactNode } from "react";
import { withRange, type FinderState, type Range } from "#finder/finder-state.ts";
import { findColumn, type FinderColumn, type FinderTable } from "#finder/finder-table.ts";
import { histogramOf } from "#finder/histogram.ts";
import { plainNumber } from "#finder/shown-number.ts";
import { CloseButton } from "../panels/CloseButton.tsx";

interface RangeListProps {
  readonly table: FinderTable;
  readonly ranges: readonly Range[];
  readonly passes: Uint8Array;
  readonly onChange: (part: Partial<FinderState>) => void;
}

/** The ranges of numbers that heads must have, each with the numbers of all heads. */
export function RangeList({ table, ranges, passes, onChange }: RangeListProps): ReactNode {
  if (ranges.length === 0) return null;
  return (
    <ul className="finder-ranges" aria-label="Ranges">
      {ranges.map((range) => {
        const column = findColumn(table, range.id);
        return (
          column && (
            <li key={range.id}>
              <RangeField
                column={column}
                range={range}
                passes={passes}
                onChange={(next) =>
                  onChange({ ranges: ranges.map((other) => (other === range ? next : other)) })
                }
                onRemove={() =>
                  onChange({ ranges: withRange(ranges, { ...range, least: null, most: null }) })
                }
              />
            </li>
          )
        );
      })}
    </ul>
  );
}

interface RangeFieldProps {
  readonly column: FinderColumn;
  readonly range: Range;
  readonly passes: Uint8Array;
  readonly onChange: (range: Range) => void;
  readonly onRemove: () => void;
}

const BINS = 32;

function RangeField({ column, range, passes, onChange, onRemove }: RangeFieldProps): ReactNode {
  const { title, unit, values } = column;
  const histogram = useMemo(() => histogramOf(values, passes, BINS), [values, passes]);
  const tallest = Math.max(1, ...(histogram?.all ?? []));
  // The square root, so that a bin of few heads is seen beside one of thousands.
  const height = (count: number): number => Math.sqrt(count / tallest) * 24;
  return (
    <fieldset>
      <legend>
        {title}
        {unit !== "" && `, ${unit}`}
      </legend>
      <svg viewBox={`0 0 ${BINS} 24`} preserveAspectRatio="none" aria-hidden="true">
        {Array.from(histogram?.all ?? [], (count, i) => (
          <rect key={i} x={i} y={24 - height(count)} width="0.9" height={height(count)} className="all" />
        ))}
        {Array.from(histogram?.passing ?? [], (count, i) => (
          <rect key={i} x={i} y={24 - height(count)} width="0.9" height={height(count)} className="passing" />
        ))}
      </svg>
      <NumberField label="from" value={range.least} onChange={(least) => onChange({ ...range, least })} />
      <NumberField label="to" value={range.most} onChange={(most) => onChange({ ...range, most })} />
      <CloseButton label={`Remove the range of ${title}`} onClick={onRemove} />
    </fieldset>
  );
}

interface NumberFieldProps {
  readonly label: string;
  /** Null is an open end: an empty field. */
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

/** Keeps what is typed as it is typed, so that `0.` can become `0.5`. */
function NumberField({ label, value, onChange }: NumberFieldProps): ReactNode {
  const [typed, setTyped] = useState<{ text: string; value: number | null }>({ text: "", value: NaN });
  const text = typed.value === value ? typed.text : value === null ? "" : plainNumber(value);
  return (
    <label>
      {label}{" "}
      <input
        type="text"
        inputMode="decimal"
        size={7}
        value={text}
        aria-invalid={text.trim() !== "" && toNumber(text) === null}
        onChange={(event) => {
          const next = event.target.value;
          const number = toNumber(next);
          const isEnd = number !== null || next.trim() === "";
          setTyped({ text: next, value: isEnd ? number : value });
          if (isEnd) onChange(number);
        }}
      />
    </label>
  );
}

/** A decimal comma and a true minus are read, too. */
function toNumber(text: string): number | null {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  return /^-?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(plain) ? Number(plain) : null;
}
