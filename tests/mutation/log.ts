/** What happened to the mutants of one file, line by line: a run that is stopped goes on where its log ends. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** A line of the log. */
export type Entry =
  /** Of the file and its tests: with others, the log begins anew. */
  | { readonly digest: string }
  | { readonly tries: number }
  | { readonly killed: number; readonly by: string }
  /** A test file is through. Mutants reached while it was read (`early`) have to be tried from there. */
  | { readonly tested: string; readonly reached: readonly number[]; readonly early: readonly number[] }
  | { readonly broken: string }
  | { readonly done: true };

export function append(log: string, entry: Entry): void {
  appendFileSync(log, `${JSON.stringify(entry)}\n`);
}

export function readLog(log: string): Entry[] {
  if (!existsSync(log)) return [];
  const lines = readFileSync(log, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
}

/** What is known so far. */
export interface State {
  readonly digest: string | null;
  /** By mutant, the test that killed it. */
  readonly killed: ReadonlyMap<number, string>;
  /** Mutants that some test reaches. */
  readonly reached: ReadonlySet<number>;
  readonly tested: readonly Extract<Entry, { tested: string }>[];
  /** Tried in the middle of the last run, if that did not end. */
  readonly hanging: number | null;
  readonly broken: readonly string[];
  readonly isDone: boolean;
}

export function stateOf(entries: readonly Entry[]): State {
  const of = <Key extends string>(key: Key): Extract<Entry, Record<Key, unknown>>[] =>
    entries.filter((entry) => key in entry) as Extract<Entry, Record<Key, unknown>>[];
  const last = entries.at(-1);
  const tested = of("tested");
  return {
    digest: of("digest")[0]?.digest ?? null,
    killed: new Map(of("killed").map(({ killed, by }) => [killed, by])),
    reached: new Set(tested.flatMap(({ reached, early }) => [...reached, ...early])),
    tested,
    hanging: last !== undefined && "tries" in last ? last.tries : null,
    broken: of("broken").map(({ broken }) => broken),
    isDone: of("done").length > 0,
  };
}
