/** What attention does not see changes no number: a vector added to all keys, a factor between queries and keys, the order of sequences. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOG, findMeasure, measuresOf } from "#measures/catalog/catalog.ts";
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import { explanationOf } from "#measures/explanations/explanations.ts";
import { hasEffect } from "../../../../src/reasons/head-reasons.ts";
import { rolesOf, type RoleMixture } from "../../../../src/roles/roles-of.ts";
import { drawHead, KINDS, measureAll, type Change, type Kind } from "../../../helpers/random-head.ts";
import { pictures, text } from "../../../helpers/read-heads.ts";

interface Invariance {
  readonly change: (added: readonly number[], factor: number) => Change;
  /** Rows that change all the same, and what their pages say of it. */
  readonly but: Readonly<Record<string, RegExp>>;
}

const OF_SCORES = /vector added to all keys.* compares scores of different queries/;
const OF_LENGTHS = /vector is added to all keys, which attention does not see/;
const AS_CAPTURED = /vector added to all keys changes where they lie as captured/;
const OF_SPACE = /Of several factors that are as good.* as captured/;
const DRAWN = /drawn by seed/;

const INVARIANCES: Readonly<Record<string, Invariance>> = {
  "a vector added to all keys": {
    change: (added) => ({ added }),
    but: {
      "registers.keys": OF_LENGTHS,
      "registers.keys-weight": OF_LENGTHS,
      "map.distance-correlation": OF_SCORES,
      "alignment.correlation-before": OF_SCORES,
      "alignment.correlation-after": OF_SCORES,
      "alignment.attended-rank-before": AS_CAPTURED,
    },
  },
  "queries multiplied by a factor, and keys divided by it": {
    change: (_, factor) => ({ factor }),
    but: {
      ...Object.fromEntries(
        CATALOG.filter(({ id }) => id.startsWith("map.")).map(({ id }) => [id, OF_SPACE] as const),
      ),
      "alignment.scale": OF_SPACE,
      "alignment.correlation-after": OF_SPACE,
      "alignment.attended-rank-after": OF_SPACE,
    },
  },
  "another order of the sequences": {
    change: () => ({ isTurned: true }),
    but: {
      "map.shepard-correlation": DRAWN,
      "map.distance-correlation": DRAWN,
      "alignment.correlation-before": DRAWN,
      "alignment.correlation-after": DRAWN,
    },
  },
};

/** Of the number, or of 1: sums of float64 in another order. */
const MOST_APART = 1e-9;
/** Points of the joint space are float32. */
const MOST_APART_ON_MAPS = 1e-5;

/** The heads are drawn anew in every property, and are the same in every run. */
const RUNS = { seed: 20_26, numRuns: 6 } as const;
const heads = fc.tuple(
  fc.integer({ min: 1, max: 1e6 }),
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 }),
  fc.double({ min: 0.1, max: 10, noNaN: true }),
);

function rolesIn(head: MeasuredHead, kind: Kind): RoleMixture {
  const manifest = kind === "pictures" ? pictures(1) : text;
  return rolesOf(manifest, head)!;
}

function expectNear(found: number, expected: number, what: string, most: number): void {
  const apart = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  if (!(apart <= most)) expect.fail(`${what} is ${found}, and was ${expected}`);
}

describe.each(Object.entries(INVARIANCES))("%s", (_, { change, but }) => {
  const [compared, changing] = [new Set<string>(), new Set<string>()];

  it.each(KINDS)("changes no measure, no reason and no role of heads that read %s", (kind) => {
    fc.assert(
      fc.property(heads, ([seed, added, factor]) => {
        const drawn = drawHead(seed, kind);
        const [own, other] = [measureAll(drawn, {}), measureAll(drawn, change(added, factor))];
        for (const row of measuresOf([own, other])) {
          const [value, changed] = [row.read(own), row.read(other)];
          if ((row.explainedBy ?? row.id) in but) {
            if (value !== changed) changing.add(row.id);
            continue;
          }
          if (typeof value !== "number" || typeof changed !== "number") {
            expect(changed, row.id).toEqual(value);
            continue;
          }
          compared.add(row.id);
          expectNear(changed, value, row.id, row.group === "map" ? MOST_APART_ON_MAPS : MOST_APART);
          const [even, evenChanged] = [row.chance(own), row.chance(other)];
          if (even === null || evenChanged === null) expect(evenChanged, row.id).toBe(even);
          else expectNear(evenChanged, even, `chance of ${row.id}`, MOST_APART);
        }
        expectSameReasons(own, other);
        expectSameRoles(rolesIn(own, kind), rolesIn(other, kind));
      }),
      RUNS,
    );
  });

  it("was asked of every row of the catalog but those that do change, whose pages say so", () => {
    expect(CATALOG.map(({ id }) => id).filter((id) => !compared.has(id) && !(id in but))).toEqual([]);
    expect(Object.keys(but).filter((id) => !changing.has(id))).toEqual([]);
    for (const [id, says] of Object.entries(but)) {
      const { counting, traps } = explanationOf(findMeasure(id)!);
      expect([...counting, ...traps].join("\n"), id).toMatch(says);
    }
  });
});

/** Effects and errors too, of all relations that there are. */
function expectSameReasons({ reasons: own }: MeasuredHead, { reasons: other }: MeasuredHead): void {
  expect(Object.keys(other!.effects)).toEqual(Object.keys(own!.effects));
  for (const [relation, effect] of Object.entries(own!.effects)) {
    const changed = other!.effects[relation]!;
    if (!hasEffect(effect) || !hasEffect(changed)) {
      expect(changed, relation).toEqual(effect);
      continue;
    }
    for (const field of ["effect", "error", "share"] as const)
      if (effect[field] === null) expect(changed[field], relation).toBeNull();
      else expectNear(changed[field]!, effect[field], `${field} of ${relation}`, MOST_APART);
  }
  expect(other!.attention.map(({ relation }) => relation)).toEqual(
    own!.attention.map(({ relation }) => relation),
  );
}

function expectSameRoles(own: RoleMixture, other: RoleMixture): void {
  expect(other.roles.map(({ name }) => name)).toEqual(own.roles.map(({ name }) => name));
  expectNear(other.rest, own.rest, "the rest", MOST_APART);
  own.roles.forEach(({ name, share, evidence }, i) => {
    const changed = other.roles[i]!;
    expectNear(changed.share, share, name, MOST_APART);
    for (const field of ["chance", "queries", "beyond"] as const)
      expectNear(changed.evidence[field], evidence[field], `${field} of ${name}`, MOST_APART);
  });
}
