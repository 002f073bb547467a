import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { positionOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { findIslands } from "#islands/find-islands.ts";
import { nameIslands, type NamedIsland } from "#islands/name-islands.ts";
import { traitsOf } from "#islands/traits.ts";
import { hasTrait, plantedMap, plantedTokens, type Cloud } from "../../helpers/planted-map.ts";

const TOKENS = plantedTokens();
const isThere = (): boolean => true;

function named(coordinates: MapCoordinates, tokens = TOKENS, mode = "role") {
  const traits = traitsOf({ tokens, patches: null, patchColors: null });
  return nameIslands({ scales: findIslands(coordinates, isThere), traits, isThere, mode });
}

const namesOf = (islands: readonly NamedIsland[]): (string | null)[] =>
  islands.map(({ name }) => name?.text ?? null);

const word = (token: number): string => tokenText(TOKENS, token).trim().toLowerCase();

function isAnimal(token: number): boolean {
  const label = TOKENS.labels.get("thing");
  return label !== undefined && "values" in label && label.of[token] === 1;
}

const [WEST, EAST, NORTH, SOUTH] = [
  { x: -0.7, y: 0 },
  { x: 0.7, y: 0 },
  { x: 0, y: 0.7 },
  { x: 0, y: -0.7 },
];

/** Three clouds with something in common, and one with all the rest. */
function threeClouds(token: number): Cloud {
  if (word(token) === "the") return WEST;
  const position = positionOf(TOKENS, token);
  if (position === 3 || position === 4) return EAST;
  return isAnimal(token) ? NORTH : SOUTH;
}

describe("the names of islands", () => {
  it("are exactly what was planted, and none where nothing was", () => {
    const { coarse } = named(plantedMap(TOKENS, threeClouds));
    expect(namesOf(coarse)[0]).toBeNull();
    expect(namesOf(coarse).slice(1).toSorted()).toEqual(["animal", "positions 3–4", "the"]);
  });

  it("are the same in space", () => {
    const inSpace = (token: number): Cloud => {
      const { x, y } = threeClouds(token);
      return { x, y: 0, z: y };
    };
    const { coarse } = named(plantedMap(TOKENS, inSpace));
    expect(namesOf(coarse)[0]).toBeNull();
    expect(namesOf(coarse).slice(1).toSorted()).toEqual(["animal", "positions 3–4", "the"]);
  });

  it("tell a query that meets what followed an earlier copy of it", () => {
    const previous = (token: number): string => (positionOf(TOKENS, token) === 0 ? "" : word(token - 1));
    const { coarse } = named(
      plantedMap(TOKENS, (token, isKey) =>
        (isKey ? previous(token) : word(token)) === "river" ? WEST : EAST,
      ),
    );
    expect(namesOf(coarse)).toEqual([null, "river + after river"]);
  });

  it("tell two positions apart from the range between them: a head that looks two back", () => {
    const at = (token: number, isKey: boolean): number => positionOf(TOKENS, token) + (isKey ? 2 : 0);
    const places = Array.from({ length: 14 }, (_, i) => ({
      x: -0.8 + 0.4 * (i % 5),
      y: -0.6 + 0.6 * Math.floor(i / 5),
    }));
    const { coarse } = named(plantedMap(TOKENS, (token, isKey) => places[at(token, isKey)]!, 0.02));
    const pairs = Array.from({ length: 10 }, (_, i) => `positions ${i}, ${i + 2}`);
    expect(namesOf(coarse)).toEqual(expect.arrayContaining(pairs));
  });

  it("say signs in words", () => {
    const { coarse } = named(plantedMap(TOKENS, (token) => (word(token) === "." ? WEST : EAST)));
    expect(namesOf(coarse)).toEqual(["words", "full stop"]);
  });

  it("have the role where two islands would be called the same", () => {
    const { coarse } = named(
      plantedMap(TOKENS, (token, isKey) => {
        if (word(token) !== "sea") return isKey ? EAST : WEST;
        return isKey ? NORTH : SOUTH;
      }),
    );
    const own = namesOf(coarse).filter((name) => name?.startsWith("sea"));
    expect(own.some((name) => name === "sea")).toBe(true);
    expect(own.some((name) => /^sea · (queries|keys)$/.test(name ?? ""))).toBe(true);
  });

  it("say once that an island is of keys, where two are", () => {
    const { coarse } = named(
      plantedMap(TOKENS, (token, isKey) => (isKey ? [NORTH, SOUTH][token % 2]! : [WEST, EAST][token % 2]!)),
    );
    const own = namesOf(coarse).filter((name) => /queries|keys/.test(name ?? ""));
    expect(own).toContain("keys");
    for (const name of own) expect(["keys", "queries"]).toContain(name);
  });

  it("are finer at the finer scale", () => {
    // One large island of early tokens, of six small ones.
    const { coarse, fine } = named(
      plantedMap(
        TOKENS,
        (token) => {
          const position = positionOf(TOKENS, token);
          return position < 6 ? { x: -0.7 + 0.09 * (position % 3), y: position < 3 ? 0.1 : 0 } : EAST;
        },
        0.006,
      ),
    );
    expect(namesOf(coarse)).toContain("positions 0–5");
    const exact = Array.from({ length: 5 }, (_, i) => `position ${i + 1}`);
    expect(namesOf(fine)).toEqual(expect.arrayContaining(exact));
    const outer = coarse.findIndex(({ name }) => name?.text === "positions 0–5");
    for (const { name, within } of fine) if (exact.includes(name?.text ?? "")) expect(within).toBe(outer);
  });

  it("follow the colors where two traits are as telling", () => {
    // All of "away" are animals here, and nothing else is.
    const labels = new Map([
      [
        "thing",
        {
          values: ["", "animal"],
          of: Uint16Array.from(TOKENS.ids, (id) => Number(TOKENS.vocab[id] === " away")),
        },
      ],
    ]);
    const tokens: TokenTable = { ...TOKENS, labels };
    const map = plantedMap(tokens, (token) => (word(token) === "away" ? WEST : EAST));
    expect(namesOf(named(map, tokens, "thing").coarse)).toContain("animal");
  });

  it("are not given to a map of one island", () => {
    expect(namesOf(named(plantedMap(TOKENS, () => WEST)).coarse)).toEqual([null]);
  });

  it("claim only what is so, and no name stands twice at one scale", () => {
    const clouds = fc.array(
      fc.record({
        x: fc.float({ min: -1, max: 1, noNaN: true }),
        y: fc.float({ min: -1, max: 1, noNaN: true }),
      }),
      {
        minLength: 2,
        maxLength: 12,
      },
    );
    const by = fc.constantFrom<((token: number, isKey: boolean) => number)[]>(
      (token) => TOKENS.ids[token]!,
      (token) => positionOf(TOKENS, token),
      (token, isKey) => TOKENS.ids[token]! * 2 + Number(isKey),
      (token, isKey) => (isKey && token > 0 ? TOKENS.ids[token - 1]! : TOKENS.ids[token]!),
      (token) => token % 7,
    );
    fc.assert(
      fc.property(clouds, by, (places, kindOf) => {
        const map = plantedMap(TOKENS, (token, isKey) => places[kindOf(token, isKey) % places.length]!, 0.03);
        const scales = named(map);
        for (const islands of [scales.coarse, scales.fine]) {
          const names = islands.flatMap(({ name }) => (name ? [name.text] : []));
          expect(new Set(names).size).toBe(names.length);
          for (const { name, points } of islands) if (name) expectTrue(name.text, points, map.n);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Counts again, from the words of the name. */
function expectTrue(name: string, points: Uint32Array, n: number): void {
  const inside = new Set(points);
  let [own, others] = [0, 0];
  for (let point = 0; point < n; point++) {
    if (!hasTrait(TOKENS, name, point)) continue;
    if (inside.has(point)) own++;
    else others++;
  }
  const share = own / points.length;
  expect(share, name).toBeGreaterThanOrEqual(0.6);
  expect(share * 1.000001, name).toBeGreaterThanOrEqual((3 * others) / (n - points.length));
}
