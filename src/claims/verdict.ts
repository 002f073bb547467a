/** What a check gives, and how several make one. Nothing that is not known counts as false, or as true. */

/** `unknown`: it cannot be checked. */
export type State = "holds" | "false" | "unknown";

export interface Verdict {
  readonly state: State;
  /** What was found, e.g. `copy score 0.98`; or why nothing was. */
  readonly found: string;
  /** The same where there is room for one thing only. */
  readonly brief: string;
  /** If it is one number: its name, itself, and as it is shown. */
  readonly number?: { readonly title: string; readonly value: number; readonly shown: string };
}

/** All must hold. What was found of the parts that decide, one after the other. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  const states = verdicts.map(({ state }) => state);
  const state = states.includes("false") ? "false" : states.includes("unknown") ? "unknown" : "holds";
  const deciding = verdicts.filter((verdict) => verdict.state === state);
  const [first] = deciding;
  if (!first) return { state: "unknown", found: "", brief: "" };
  if (deciding.length === 1) return first;
  const found = [...new Set(deciding.map((verdict) => verdict.found))].join("; ");
  return { state, found, brief: first.brief, ...(first.number ? { number: first.number } : {}) };
}

/** At least `least` of them must hold. */
export function stateOfSome(states: readonly State[], least: number): State {
  const count = (wanted: State): number => states.filter((state) => state === wanted).length;
  if (count("holds") >= least) return "holds";
  return count("holds") + count("unknown") < least ? "false" : "unknown";
}
