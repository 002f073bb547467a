import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttendedLink } from "#drawing/currents/attended-links.ts";
import { flowsBetween, LEAST_FLOW, stepsOf, strongFlows, type FlowSum } from "#drawing/currents/flows.ts";
import { regionsOf } from "#drawing/currents/regions.ts";

/** Three tokens a region on a line of five: the keys of each token lie one region to the right of its query. */
const N_TOKENS = 12;
const islandOf = (token: number): number => Math.floor(token / 3);
const middleOf = (island: number): number => -0.8 + 0.4 * island;
const CHAIN = {
  n: 2 * N_TOKENS,
  x: Float32Array.from({ length: 2 * N_TOKENS }, (_, point) =>
    middleOf(point < N_TOKENS ? islandOf(point) : islandOf(point - N_TOKENS) + 1),
  ),
  y: new Float32Array(2 * N_TOKENS),
};
/** Every query attends to a key beside it: one whose token asks in the region to the left. */
const CHAIN_LINKS: AttendedLink[] = Array.from({ length: N_TOKENS - 3 }, (_, i) => ({
  query: i + 3,
  key: i,
  weight: 1,
}));

const always = (): boolean => true;
const sumOf = ({ flows, still }: FlowSum): number => flows.reduce((sum, { weight }) => sum + weight, still);
const ends = ({ flows }: Pick<FlowSum, "flows">): [number, number, number][] =>
  flows.map(({ steps, weight }) => [steps[0]!.from.x, steps[0]!.to.x, weight]);

const link: fc.Arbitrary<AttendedLink> = fc.record({
  query: fc.nat(19),
  key: fc.nat(19),
  weight: fc.double({ min: 0.15, max: 1, noNaN: true }),
});
const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
const places = fc
  .array(coordinate, { minLength: 40, maxLength: 40 })
  .map((values) => Float32Array.from(values));

describe("flows between the regions of a map", () => {
  it("lead along a chain, where each query lies beside the key of the token before", () => {
    const sum = flowsBetween(stepsOf(CHAIN_LINKS, CHAIN, always), regionsOf(CHAIN.x, CHAIN.y));
    // Nine tokens step from their key to their query, one region to the left; the weights themselves have no length.
    expect(sum.still).toBe(9);
    const along = [1, 2, 3].map((island) => [middleOf(island + 1), middleOf(island), 3]);
    expect(new Set(ends(sum).map(String))).toEqual(
      new Set(along.map((flow) => flow.map((value) => Math.fround(value)).join())),
    );
  });

  it("all end in one region where all queries attend to one key", () => {
    const random = Array.from({ length: 40 }, (_, point) => Math.sin(point * 7) * 0.9);
    const x = Float32Array.from(random);
    const y = Float32Array.from(random, (_, point) => Math.cos(point * 7) * 0.9);
    [x[20], y[20]] = [0, 0];
    const links = Array.from({ length: 19 }, (_, i) => ({ query: i + 1, key: 0, weight: 0.8 }));
    const regions = regionsOf(x, y);
    const { flows } = flowsBetween(
      stepsOf(links, { n: 40, x, y }, () => false),
      regions,
    );
    expect(flows.length).toBeGreaterThan(5);
    for (const { steps } of flows) expect(steps.every(({ to }) => to.x === 0 && to.y === 0)).toBe(true);
  });

  it("lose no weight, however points and links lie", () => {
    fc.assert(
      fc.property(places, places, fc.array(link, { maxLength: 60 }), fc.boolean(), (x, y, links, hasKeys) => {
        const sum = flowsBetween(
          stepsOf(links, { n: 40, x, y }, () => hasKeys),
          regionsOf(x, y),
        );
        const moving = links.filter(({ query, key }) => query !== key);
        const weight = moving.reduce((all, each) => all + each.weight, 0);
        expect(sumOf(sum)).toBeCloseTo(weight * (hasKeys ? 2 : 1), 9);
      }),
    );
  });

  it("are as strong there as back where the tokens of two islands attend to each other", () => {
    const places = Float32Array.of(-0.5, -0.5, 0.5, 0.5);
    const map = { n: 8, x: Float32Array.of(...places, ...places), y: new Float32Array(8) };
    const links = [0, 1].flatMap((token) => [
      { query: token, key: token + 2, weight: 0.6 },
      { query: token + 2, key: token, weight: 0.6 },
    ]);
    const sum = flowsBetween(stepsOf(links, map, always), regionsOf(map.x, map.y));
    expect(ends(sum)).toEqual([
      [-0.5, 0.5, 1.2],
      [0.5, -0.5, 1.2],
    ]);
    expect(sum.still).toBeCloseTo(2.4, 9);
  });

  it("are one step in cross-attention, where tokens that ask have no key", () => {
    const steps = stepsOf([{ query: 3, key: 0, weight: 0.5 }], CHAIN, () => false);
    expect(steps).toHaveLength(1);
    expect(steps[0]).toMatchObject({ weight: 0.5, from: { x: CHAIN.x[3] }, to: { x: CHAIN.x[12] } });
  });

  it("have no step for a token that attends to itself", () => {
    expect(stepsOf([{ query: 4, key: 4, weight: 1 }], CHAIN, always)).toEqual([]);
  });
});

describe("currents", () => {
  const flow = (weight: number): FlowSum["flows"][number] => ({ steps: [], weight });

  it("are the flows of at least three certain links", () => {
    const drawn = strongFlows({ flows: [flow(9), flow(LEAST_FLOW), flow(2.99), flow(0.2)], still: 40 });
    expect(drawn.map(({ weight }) => weight)).toEqual([9, 3]);
  });

  it("are at least a five-hundredth of all that moves", () => {
    const many = Array.from({ length: 100 }, () => flow(40));
    // 4,000 in all, so that 8 is the least.
    const drawn = strongFlows({ flows: [...many, flow(8.1), flow(7.9)], still: 0 });
    expect(drawn.at(-1).weight).toBe(8.1);
  });
});
