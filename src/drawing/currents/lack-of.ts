/** Whether currents say something on a map. Pure. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Place } from "../map/frame.ts";
import type { AttendedLink } from "./attended-links.ts";
import { endsOf, type Flow, type FlowSum } from "./flows.ts";

export interface CurrentNumbers {
  /** Flows strong enough to be drawn. */
  readonly nFlows: number;
  /** Share of the links whose key is among the three of its sequence nearest to the query, beyond chance: 0 = chance, 1 = all. */
  readonly near: number;
  /** Share of the moving weight that runs in flows strong enough to be drawn, 0 … 1. */
  readonly bundled: number;
  /** Share of the pairs of strong flows that cross, each pair by the product of its weights, 0 … 1. */
  readonly crossing: number;
}

const LEAST = { nFlows: 30, near: 0.4, bundled: 0.55 } as const;
const MOST_CROSSING = 0.105;
/** What is lacking where currents are not telling, the first that applies. */
export type Lack = keyof CurrentNumbers;

/**
 * The rule: currents are drawn by themselves where there are enough strong flows, where the map puts queries beside the keys
 * they attend to clearly more often than by chance, where most of what moves runs together, and where the flows can be told
 * apart. On other maps they would be a tangle, or show as flow what the map has only torn apart. In the atlases of this
 * repository, heads of the previous token cross in 1 to 5 % of the pairs and sinks in 9 to 10, tangles in 12 to 23.
 *
 * @returns Null where they are telling.
 */
export function lackOf(numbers: CurrentNumbers): Lack | null {
  const low = (["nFlows", "near", "bundled"] as const).find((name) => numbers[name] < LEAST[name]);
  return low ?? (numbers.crossing > MOST_CROSSING ? "crossing" : null);
}

export function currentNumbers(sum: FlowSum, strong: readonly Flow[], near: number): CurrentNumbers {
  const total = (flows: readonly Flow[]): number => flows.reduce((all, { weight }) => all + weight, 0);
  const moving = total(sum.flows);
  return {
    nFlows: strong.length,
    near,
    bundled: moving > 0 ? total(strong) / moving : 0,
    crossing: crossingShare(strong),
  };
}

/** How much is left out at each end of a flow: flows that meet there do not cross. */
const AT_ENDS = 0.1;

/** As `CurrentNumbers.crossing`. */
export function crossingShare(flows: readonly Flow[]): number {
  const lines = flows.map((flow) => {
    const [from, to] = endsOf(flow);
    const at = (share: number): Place => ({
      x: from.x + (to.x - from.x) * share,
      y: from.y + (to.y - from.y) * share,
    });
    return { start: at(AT_ENDS), end: at(1 - AT_ENDS), weight: flow.weight };
  });
  let [crossing, all] = [0, 0];
  lines.forEach((line, i) => {
    for (const other of lines.slice(0, i)) {
      const weight = line.weight * other.weight;
      all += weight;
      const isCut = isLeft(line, other.start) !== isLeft(line, other.end);
      if (isCut && isLeft(other, line.start) !== isLeft(other, line.end)) crossing += weight;
    }
  });
  return all > 0 ? crossing / all : 0;
}

function isLeft({ start, end }: { readonly start: Place; readonly end: Place }, { x, y }: Place): boolean {
  return (end.x - start.x) * (y - start.y) > (end.y - start.y) * (x - start.x);
}

/** How many keys count as near. */
const N_NEAR = 3;
/** Most links that are looked at; of more, evenly thinned ones. */
const N_LOOKED_AT = 4000;

/** As `CurrentNumbers.near`. A query sees the keys of its sequence; in causal models those up to its own. */
export function nearShare(
  links: readonly AttendedLink[],
  table: TokenTable,
  { n, x, y }: MapCoordinates,
  isCausal: boolean,
): number {
  const far = (query: number, key: number): number =>
    (x[query]! - x[n / 2 + key]!) ** 2 + (y[query]! - y[n / 2 + key]!) ** 2;
  const step = Math.max(1, links.length / N_LOOKED_AT);
  let [hits, chances, count] = [0, 0, 0];
  for (let at = 0; at < links.length; at += step) {
    const { query, key } = links[Math.floor(at)]!;
    const keys = spanOf(table, table.sequenceOf[query]!, "key");
    const end = isCausal ? Math.min(keys.start + keys.n, query + 1) : keys.start + keys.n;
    const nSeen = end - keys.start;
    // Of three keys, each is among the three nearest.
    if (nSeen <= N_NEAR) continue;
    const own = far(query, key);
    let nNearer = 0;
    for (let other = keys.start; other < end; other++) if (far(query, other) < own) nNearer++;
    hits += nNearer < N_NEAR ? 1 : 0;
    chances += N_NEAR / nSeen;
    count++;
  }
  return count > chances ? (hits - chances) / (count - chances) : 0;
}
