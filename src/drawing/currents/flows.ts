/**
 * Flow between the regions of a map. Where nearness means attention, a query lies beside the key that it attends to: its
 * link has no length. What leads across the map there is the step from a token's key, where others find it, to its own
 * query, which looks for the next one. So a link counts as two steps: from the token's key to its query, and on to the key
 * attended to. Links of one head then join to chains, threads and whirls. Pure.
 */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Place } from "../map/frame.ts";
import type { AttendedLink } from "./attended-links.ts";
import type { Regions } from "./regions.ts";

/** One step of a link on the map. */
export interface Step {
  readonly from: Place;
  readonly to: Place;
  readonly weight: number;
}

/** All steps from one region to another one. */
export interface Flow {
  readonly steps: readonly Step[];
  /** Sum of their weights. */
  readonly weight: number;
}

export interface FlowSum {
  /** Between different regions, the strongest first. */
  readonly flows: readonly Flow[];
  /** Weight of the steps that stay in their region. */
  readonly still: number;
}

/**
 * The steps of links on the map. A token that attends to itself goes nowhere: its key would lead to its key.
 *
 * @param hasKey Whether a token has a key: in cross-attention, those that ask have none, and their links one step.
 */
export function stepsOf(
  links: readonly AttendedLink[],
  { n, x, y }: MapCoordinates,
  hasKey: (token: number) => boolean,
): Step[] {
  const place = (point: number): Place => ({ x: x[point] ?? 0, y: y[point] ?? 0 });
  return links.flatMap(({ query, key, weight }) => {
    if (query === key) return [];
    const [asks, answers] = [place(query), place(n / 2 + key)];
    const own = hasKey(query) ? [{ from: place(n / 2 + query), to: asks, weight }] : [];
    return [...own, { from: asks, to: answers, weight }];
  });
}

/** Adds up steps by the regions where they start and end. No weight is lost: it is in a flow, or still. */
export function flowsBetween(steps: readonly Step[], { middles, at }: Regions): FlowSum {
  const sums = new Map<number, { steps: Step[]; weight: number }>();
  let still = 0;
  for (const step of steps) {
    const [from, to] = [at(step.from.x, step.from.y), at(step.to.x, step.to.y)];
    if (from === to) {
      still += step.weight;
      continue;
    }
    const pair = from * middles.length + to;
    const sum = sums.get(pair) ?? { steps: [], weight: 0 };
    sum.steps.push(step);
    sum.weight += step.weight;
    sums.set(pair, sum);
  }
  const order = [...sums].sort(([a, left], [b, right]) => right.weight - left.weight || a - b);
  return { flows: order.map(([, flow]) => flow), still };
}

/** The middle of where the steps of a flow start, and of where they end. */
export function endsOf({ steps }: Pick<Flow, "steps">): [from: Place, to: Place] {
  return [mean(steps.map(({ from }) => from)), mean(steps.map(({ to }) => to))];
}

function mean(places: readonly Place[]): Place {
  const sum = places.reduce((all, { x, y }) => ({ x: all.x + x, y: all.y + y }), { x: 0, y: 0 });
  return { x: sum.x / places.length, y: sum.y / places.length };
}

/** A flow of less weight, as of this many certain links, is no current. */
export const LEAST_FLOW = 3;
/** Nor is one of less than this share of all that moves: hundreds of thin lines are a fog. */
const LEAST_SHARE = 0.002;
const MOST_CURRENTS = 180;

/** The flows that are strong enough to be drawn, the strongest first. */
export function strongFlows({ flows }: FlowSum): Flow[] {
  const moving = flows.reduce((sum, { weight }) => sum + weight, 0);
  const least = Math.max(LEAST_FLOW, LEAST_SHARE * moving);
  return flows.filter(({ weight }) => weight >= least).slice(0, MOST_CURRENTS);
}
