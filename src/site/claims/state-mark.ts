/** The sign of a claim's state, drawn, because not every reader has a font with a check mark. Pure. */
import type { State } from "../../claims/verdict.ts";

const PATHS: Readonly<Record<State, string>> = {
  holds: "M3 8.5l3.5 3.5L13 4.5",
  false: "M4 4l8 8M12 4l-8 8",
  unknown: "M4 8h8",
};

/** Words beside it say what is not as claimed; that a claim holds is said by the sign alone. */
export function stateMark(state: State): string {
  const read = state === "holds" ? 'role="img" aria-label="Holds:"' : 'aria-hidden="true"';
  return `<svg viewBox="0 0 16 16" width="16" height="16" ${read}><path d="${PATHS[state]}" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"></path></svg>`;
}
