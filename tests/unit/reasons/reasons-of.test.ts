/** The reasons of heads whose scores are made of known relations. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Patterns } from "#math/pattern-rows.ts";
import { seededRandom } from "#math/random.ts";
import { hasEffect, type HeadReasons } from "../../../src/reasons/head-reasons.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import type { TokenTraits } from "../../../src/reasons/relations.ts";
import { normal, plantedHead, plantedText, type PlantedPair } from "../../helpers/planted-scores.ts";

const { starts, ids, traits } = plantedText(24, 5);
const reasons = (patterns: Patterns, of: TokenTraits = traits): HeadReasons =>
  reasonsOf({ patterns, traits: of, seed: 1 });

function effect({ effects }: HeadReasons, relation: string): number {
  const found = effects[relation];
  if (!hasEffect(found) || found.effect === null) throw new Error(`${relation} has no effect.`);
  return found.effect;
}

const isAfterCopy = ({ query, key, start }: PlantedPair): boolean =>
  key > 0 && key - 1 !== query && ids[start + key - 1] === ids[start + query];
const isCopy = ({ query, key, start }: PlantedPair): boolean =>
  key !== query && ids[start + key] === ids[start + query];
const kindOf = traits.labels[0]?.ofQueries ?? new Uint32Array();

const planted = (pair: PlantedPair): number => {
  const { query, key, start } = pair;
  const [a, b] = [kindOf[start + query], kindOf[start + key]];
  return (
    4 * Number(key === query - 2) -
    1.5 * Number(key === query) +
    2 * Number(key === 0) +
    2.8 * Number(isAfterCopy(pair)) +
    0.7 * Number(isCopy(pair)) +
    0.4 * Number(a === b && a !== 0) -
    0.6 * Math.log1p(Math.abs(query - key)) +
    0.1 * (ids[start + key] ?? 0)
  );
};

describe("the reasons of a head whose scores are a sum of relations", () => {
  it.each([true, false])(
    "are the effects that were planted, with nothing unexplained (causal: %s)",
    (isCausal) => {
      const found = reasons(plantedHead(starts, isCausal, planted));
      expect(effect(found, "two-before")).toBeCloseTo(4, 4);
      expect(effect(found, "itself")).toBeCloseTo(-1.5, 4);
      expect(effect(found, "first")).toBeCloseTo(2, 4);
      expect(effect(found, "after-copy")).toBeCloseTo(2.8, 4);
      expect(effect(found, "same-token")).toBeCloseTo(0.7, 4);
      expect(effect(found, "same.kind")).toBeCloseTo(0.4, 4);
      expect(effect(found, "near")).toBeCloseTo(0.6, 4);
      expect(effect(found, "one-before")).toBeCloseTo(0, 4);
      expect(found.explained).toBeCloseTo(1, 6);
    },
  );

  it("have the share of the variance that is lost without them", () => {
    const random = seededRandom(9);
    const head = plantedHead(starts, true, (pair) => planted(pair) + normal(random));
    const [whole, without] = [reasons(head), reasons(head, { ...traits, labels: [] })];
    const found = whole.effects["same.kind"];
    expect(whole.explained).toBeLessThan(0.9);
    expect(hasEffect(found) && found.share).toBeCloseTo((whole.explained ?? 0) - (without.explained ?? 0), 8);
    const noTokens = reasons(head, { ...traits, queryTokens: ids.map((_, i) => i), keyTokens: null });
    expect(noTokens.effects).not.toHaveProperty("key");
  });

  it("come with errors that hold the truth: 19 of 20 within twice the error, sequences being noisy as a whole", () => {
    let nInside = 0;
    for (let seed = 0; seed < 24; seed++) {
      const random = seededRandom(seed);
      const ofSequence = starts.map(() => 3 + 0.5 * normal(random));
      const { effects } = reasons(
        plantedHead(
          starts,
          true,
          ({ query, key, sequence }) =>
            (ofSequence[sequence] ?? 0) * Number(key === query - 1) + 0.3 * normal(random),
        ),
      );
      const found = effects["one-before"];
      if (!hasEffect(found) || found.effect === null || found.error === null) throw new Error("no effect");
      // The mean effect of 24 sequences of one spread each: 0.5 / √24.
      expect(found.error).toBeGreaterThan(0.05);
      expect(found.error).toBeLessThan(0.2);
      nInside += Number(Math.abs(found.effect - 3) < 2 * found.error);
    }
    expect(nInside).toBeGreaterThanOrEqual(20);
  });

  it("are the same, however far the keys are moved, and in whatever order sequences come", () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), (move) => {
        const direct = reasons(plantedHead(starts, true, planted));
        // q · (k + c) adds q · c to all scores of a row.
        const moved = reasons(
          plantedHead(starts, true, (pair) => planted(pair) + move * Math.sin(pair.query)),
        );
        for (const name of ["two-before", "after-copy", "near"])
          expect(effect(moved, name)).toBeCloseTo(effect(direct, name), 4);
        expect(moved.attention.map(({ relation }) => relation)).toEqual(
          direct.attention.map(({ relation }) => relation),
        );
      }),
      { numRuns: 5 },
    );
    const lengths = starts.slice(1).map((end, s) => end - (starts[s] ?? 0));
    const order = lengths.map((_, s) => s).reverse();
    const turned = order.flatMap((s) =>
      Array.from({ length: lengths[s] ?? 0 }, (_, i) => (starts[s] ?? 0) + i),
    );
    const turnedStarts = order.reduce<number[]>((all, s) => [...all, all.at(-1) + (lengths[s] ?? 0)], [0]);
    const pick = (of: Uint32Array): Uint32Array => Uint32Array.from(turned, (token) => of[token] ?? 0);
    const back = plantedHead(turnedStarts, true, ({ query, key, start, sequence }) =>
      planted({ query, key, start: starts[order[sequence] ?? 0] ?? start, sequence }),
    );
    const kinds = pick(kindOf);
    const there = reasons(back, {
      ...traits,
      queryTokens: pick(ids),
      keyTokens: pick(ids),
      labels: [{ name: "kind", ofQueries: kinds, ofKeys: kinds }],
    });
    const here = reasons(plantedHead(starts, true, planted));
    for (const name of ["two-before", "itself", "after-copy", "same.kind"])
      expect(effect(there, name)).toBeCloseTo(effect(here, name), 4);
  });

  it("are read from the keys that have a weight: what a mask hides says nothing", () => {
    const whole = plantedHead(starts, true, planted);
    const hidden = { ...whole, weights: whole.weights.map((weight, i) => (i % 7 === 3 ? 0 : weight)) };
    expect(effect(reasons(hidden), "after-copy")).toBeCloseTo(2.8, 4);
  });
});

describe("a relation that says nothing of a head", () => {
  it("has the reason why in place of a number", () => {
    const same = new Uint32Array(ids.length).fill(1);
    const labels = [{ name: "kind", ofQueries: same, ofKeys: same }];
    const { effects } = reasons(plantedHead(starts, true, planted), { ...traits, labels });
    expect(effects["same.kind"]).toEqual({ why: "it is the same for all keys that a query can see" });
    const alone = Uint32Array.from(ids, (_, i) => i);
    const none = reasons(plantedHead(starts, true, planted), {
      ...traits,
      queryTokens: alone,
      keyTokens: alone,
    }).effects;
    expect(none["after-copy"]).toEqual({ why: "no key of the data set stands in this relation" });
  });

  it("is told apart from another that says the same", () => {
    const [first] = traits.labels;
    if (first === undefined) throw new Error("There is no label.");
    const twice = { ...traits, labels: [first, { ...first, name: "again" }] };
    const { effects } = reasons(plantedHead(starts, true, planted), twice);
    expect(hasEffect(effects["same.kind"])).toBe(true);
    expect(effects["same.again"]).toEqual({ why: "it cannot be told from the other relations" });
  });

  it("is there for no head that gives all keys the same", () => {
    const { explained, effects, attention } = reasons(plantedHead(starts, true, () => 0));
    expect(explained).toBeNull();
    expect(effects).toEqual({});
    expect(attention).toEqual([]);
  });
});

describe("a large data set", () => {
  it("is sampled by its seed, the same for every head, and says of how many pairs", () => {
    const patterns = plantedHead(starts, true, planted);
    const some = reasonsOf({ patterns, traits, seed: 3, mostPairs: 1000 });
    expect(some.nPairs).toBeLessThanOrEqual(1000);
    expect(some.nPairs).toBeGreaterThan(950);
    expect(some.sampledFrom).toBe(reasons(patterns).nPairs);
    expect(effect(some, "after-copy")).toBeCloseTo(2.8, 3);
    expect(reasonsOf({ patterns, traits, seed: 3, mostPairs: 1000 })).toEqual(some);
    expect(reasonsOf({ patterns, traits, seed: 4, mostPairs: 1000 })).not.toEqual(some);
  });
});

describe("pictures and other sequences", () => {
  const grid = { columns: 4, nSpecial: 1 };
  const pictures = Array.from({ length: 9 }, (_, s) => s * 17);
  const place = (at: number): [number, number] => [(at - 1) % 4, Math.floor((at - 1) / 4)];
  const nothing: TokenTraits = { queryTokens: null, keyTokens: null, grid, objects: null, labels: [] };

  it("have rows and columns, and no offsets but the patch itself", () => {
    const patterns = plantedHead(pictures, false, ({ query, key }) => {
      if (query === 0 || key === 0) return Number(key === 0) - 0.5 * Number(key === query);
      const [[x, y], [u, v]] = [place(query), place(key)];
      return 2 * Number(y === v) + Number(x === u) - 0.5 * Number(key === query);
    });
    const { effects, attention } = reasons(patterns, nothing);
    expect(hasEffect(effects["same-row"]) && effects["same-row"].effect).toBeCloseTo(2, 3);
    expect(hasEffect(effects["same-column"]) && effects["same-column"].effect).toBeCloseTo(1, 3);
    expect(hasEffect(effects["itself"]) && effects["itself"].effect).toBeCloseTo(-0.5, 3);
    expect(effects).not.toHaveProperty("one-before");
    expect(attention.map(({ relation }) => relation)).toEqual(["itself", "same-row"]);
  });

  it("have no places in common where keys are of another sequence", () => {
    const random = seededRandom(2);
    const keys = Uint32Array.from({ length: 60 }, () => Math.floor(random() * 6));
    const queries = Uint32Array.from({ length: 40 }, () => Math.floor(random() * 6));
    const weights: number[] = [];
    for (let s = 0; s < 10; s++)
      for (let q = 0; q < 4; q++) {
        const scores = Array.from({ length: 6 }, (_, k) =>
          Math.exp(2.5 * Number(keys[s * 6 + k] === queries[s * 4 + q]) + 0.5 * Number(k === 0)),
        );
        const sum = scores.reduce((a, b) => a + b, 0);
        weights.push(...scores.map((score) => score / sum));
      }
    const found = reasons(
      {
        starts: Uint32Array.from({ length: 11 }, (_, s) => s * 4),
        keyStarts: Uint32Array.from({ length: 11 }, (_, s) => s * 6),
        weights: Float32Array.from(weights),
        isCausal: false,
      },
      { ...nothing, grid: null, queryTokens: queries, keyTokens: keys },
    );
    expect(effect(found, "same-token")).toBeCloseTo(2.5, 3);
    expect(effect(found, "first")).toBeCloseTo(0.5, 3);
    expect(Object.keys(found.effects)).toEqual(["first", "same-token", "after-copy", "key"]);
    expect(found.attention[0]?.relation).toBe("same-token");
  });
});
