import { useState, type ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import { checkPatterns } from "#atlas/patterns/check-patterns.ts";
import type { HeadPatterns, PatternSequence } from "#atlas/patterns/patterns.ts";
import { asLoadError, fetchText } from "../data/fetch-text.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import { PatternFigure } from "./PatternFigure.tsx";

interface PatternBrowserProps {
  /** Address of the head's file, and its name for the reader. */
  readonly address: string;
  readonly file: string;
  readonly nSequences: number;
  readonly nIntervals: number;
}

/** All sequences of a head, group by group. Nothing is loaded before a reader asks for them. */
export default function PatternBrowser(props: PatternBrowserProps): ReactNode {
  return (
    <ErrorBoundary what="The list of all sequences">
      <Browser {...props} />
    </ErrorBoundary>
  );
}

function Browser({ address, file, nSequences, nIntervals }: PatternBrowserProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const { value, error, retry } = useLoaded(isOpen ? address : null, () => load(address, file));
  if (!isOpen)
    return (
      <button type="button" className="plain" onClick={() => setIsOpen(true)}>
        Show all {counted(nSequences, "sequence")}
      </button>
    );
  if (error)
    return (
      <p role="alert">
        {error.message}{" "}
        <button type="button" className="plain" onClick={retry}>
          Try again
        </button>
      </p>
    );
  if (value === null) return <p role="status">Loading {counted(nSequences, "sequence")} …</p>;
  const groups = groupsOf(value);
  const [top] = groups;
  const group = groups.find(({ interval }) => interval === chosen) ?? top;
  if (group === undefined) return null;
  return (
    <section aria-labelledby="all-sequences">
      <h2 id="all-sequences">All sequences</h2>
      <p className="field">
        <label htmlFor="pattern-group">Group</label>{" "}
        <select
          id="pattern-group"
          value={group.interval}
          onChange={({ target }) => setChosen(Number(target.value))}
        >
          {groups.map(({ interval, sequences }) => (
            <option key={interval} value={interval}>
              {interval}: {counted(sequences.length, "sequence")}, largest weight{" "}
              {sequences[0]?.largest.toFixed(2)}
            </option>
          ))}
        </select>
      </p>
      {group.sequences.map((sequence, i) => (
        <PatternFigure key={`${group.interval} ${i}`} sequence={sequence} nIntervals={nIntervals} />
      ))}
    </section>
  );
}

async function load(address: string, file: string): Promise<HeadPatterns> {
  const text = await fetchText(address, file);
  try {
    return checkPatterns(JSON.parse(text));
  } catch (error) {
    return asLoadError(error);
  }
}

interface Group {
  readonly interval: number;
  /** The largest weight first. */
  readonly sequences: readonly PatternSequence[];
}

/** The highest first. */
function groupsOf({ sequences }: HeadPatterns): Group[] {
  return [...Map.groupBy(sequences, ({ interval }) => interval)]
    .map(([interval, own]) => ({
      interval,
      sequences: own.toSorted((a, b) => b.largest - a.largest || a.id - b.id),
    }))
    .sort((a, b) => b.interval - a.interval);
}
