/** The currents of a head on a flat map: where much of its attention leads. */
import type { Attention } from "#atlas/files/attention.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import { attendedLinks } from "./attended-links.ts";
import { flowsBetween, stepsOf, strongFlows, type Flow } from "./flows.ts";
import { currentNumbers, lackOf, nearShare, type Lack } from "./lack-of.ts";
import { regionsOf } from "./regions.ts";

export { drawCurrents } from "./draw-currents.ts";

export interface Currents {
  readonly flows: readonly Flow[];
  /** Why they say little on this map; null where they are telling. */
  readonly lack: Lack | null;
}

export interface CurrentsInput {
  readonly table: TokenTable;
  readonly attention: Attention;
  readonly coordinates: MapCoordinates;
  readonly isCausal: boolean;
  /** The strength of each point, 0 … 255; null draws all points alike. */
  readonly shown: Uint8Array | null;
}

/** Currents of whole maps; a filter of the legend is computed each time. */
const known = new WeakMap<MapCoordinates, WeakMap<Attention, Currents>>();

export function currentsOf(input: CurrentsInput): Currents {
  const { coordinates, attention, shown } = input;
  const ofMap = known.get(coordinates) ?? new WeakMap<Attention, Currents>();
  known.set(coordinates, ofMap);
  const found = shown === null ? ofMap.get(attention) : undefined;
  const currents = found ?? compute(input);
  if (shown === null) ofMap.set(attention, currents);
  return currents;
}

function compute({ table, attention, coordinates, isCausal, shown }: CurrentsInput): Currents {
  // What the reader looks for attends, or is attended to.
  const links = attendedLinks(
    table,
    attention,
    (query, key) => shown === null || shown[query] === 255 || shown[table.nTokens + key] === 255,
  );
  const steps = stepsOf(links, coordinates, (token) => table.split === null || hasRole(table, token, "key"));
  const sum = flowsBetween(steps, regionsOf(coordinates.x, coordinates.y));
  const flows = strongFlows(sum);
  const near = nearShare(links, table, coordinates, isCausal);
  return { flows, lack: lackOf(currentNumbers(sum, flows, near)) };
}
