/** Every role on a head that has it alone, with its exact share, evidence and effect. */
import { describe, expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import { FARTHEST, maskRelations, offsetRelation } from "../../../src/reasons/relations.ts";
import { mixtureWords, rolesOf, type RoleMixture } from "../../../src/roles/roles-of.ts";
import { square } from "../../helpers/planted-heads/planted-head.ts";
import { ALL_TRAITS, ROLE_HEADS, type PlantedRole } from "../../helpers/planted-heads/role-heads.ts";
import { text } from "../../helpers/read-heads.ts";

const within = (isWithin: boolean): HeadNumbers["metrics"] =>
  ({ self: isWithin ? 0.1 : null }) as HeadNumbers["metrics"];

const about = ({ name, manifest, isWithin }: PlantedRole): string =>
  `${name}, ${isWithin ? (manifest.patches === null ? "in a text" : "in a picture") : "between two texts"}`;

describe("a head of one role has it with its exact share", () => {
  it.each(ROLE_HEADS.map((planted) => [about(planted), planted] as const))("%s", (_, planted) => {
    const { patterns, traits, manifest, isWithin, relation, name, queries, chance, beyond, effect } = planted;
    const reasons = reasonsOf({ patterns, traits, seed: 1 });
    const mixture = rolesOf(manifest, { reasons, metrics: within(isWithin) })!;
    expect(mixture.roles.map((role) => [role.relation, role.name])).toEqual([[relation, name]]);
    const [{ share, evidence }] = mixture.roles as [RoleMixture["roles"][number]];
    // Those who see such a key give them what lies beyond, and of the rest what even attention gives.
    expect(share).toBeCloseTo(beyond * queries + (1 - beyond) * chance, 6);
    expect(mixture.rest).toBeCloseTo(1 - share, 12);
    expect(evidence.queries).toBeCloseTo(queries, 12);
    expect(evidence.chance).toBeCloseTo(chance, 6);
    expect(evidence.beyond).toBeCloseTo(beyond, 6);
    if (effect !== null) expect(evidence.reason?.effect).toBeCloseTo(effect, 5);
    else expect(evidence.reason).toEqual(reasons.effects["near"]);
  });

  it("for every relation of a query and a key that there is", () => {
    const offsets = Array.from({ length: 2 * FARTHEST + 1 }, (_, at) => offsetRelation(at - FARTHEST));
    const planted = new Set(ROLE_HEADS.map(({ relation }) => relation));
    expect(
      [...offsets, ...maskRelations(ALL_TRAITS, true)].filter((relation) => !planted.has(relation)),
    ).toEqual([]);
  });
});

it("of two roles, a key that is both counts for the one that goes further: worked by hand", () => {
  // A quarter on all 24 keys alike, ½ on the token before, ¼ on the first; the first token has the ½ on all alike, too.
  const even = (i: number): number => (i === 0 ? 0.75 : 0.25) / 24;
  const rows = square(24, (i, j) => even(i) + 0.5 * Number(j === i - 1) + 0.25 * Number(j === 0));
  const reasons = reasonsOf({
    patterns: {
      starts: Uint32Array.of(0, 24, 48),
      weights: Float32Array.from([...rows, ...rows].flat()),
      isCausal: false,
    },
    traits: { queryTokens: null, keyTokens: null, grid: null, objects: null, labels: [] },
    seed: 1,
  });
  const mixture = rolesOf(text, { reasons, metrics: within(true) })!;
  // The second token's first key is the one before: it has ½ and ¼ there.
  const [before, first] = [
    (23 * (0.5 + 0.25 / 24) + 0.25) / 24,
    (22 * (0.25 + 0.25 / 24) + 0.25 + 0.75 / 24) / 24,
  ];
  expect(mixture.roles.map(({ name }) => name)).toEqual(["previous token", "first token"]);
  expect(mixture.roles[0]?.share).toBeCloseTo(before, 6);
  expect(mixture.roles[1]?.share).toBeCloseTo(first, 6);
  expect(mixture.roles[1]?.evidence).toMatchObject({
    queries: 1,
    chance: expect.closeTo(23 / 24 ** 2, 6) as number,
    beyond: expect.closeTo((first - 23 / 24 ** 2) / (1 - 23 / 24 ** 2), 6) as number,
  });
  expect(mixture.rest).toBeCloseTo(1 - before - first, 6);
  expect(mixtureWords(mixture)).toBe("previous token 50 %, first token 25 %, rest 25 %");
});
