import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearestShare } from "#math/map/nearest-share.ts";
import { seededRandom } from "#math/random.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

describe("nearestShare", () => {
  it("is 1 for members in a clump of their own, and says what chance would give", () => {
    const found = nearestShare(
      bytes(0, 1, 2, 200, 210, 220),
      bytes(0, 0, 0, 9, 9, 9),
      bytes(1, 1, 1, 0, 0, 0),
    );
    expect(found).toEqual({ share: 1, chance: 2 / 5 });
  });

  it("counts neighbors by hand: of two members, one is next to the other, the other next to a stranger", () => {
    // On a line: member at 0, stranger at 2, member at 5. k = 1.
    // The nearest of the first is the stranger; so is the nearest of the second.
    expect(nearestShare(bytes(0, 2, 5), bytes(0, 0, 0), bytes(1, 0, 1))?.share).toBe(0);
    // Stranger at 9: the members are each other's nearest.
    expect(nearestShare(bytes(0, 9, 4), bytes(0, 0, 0), bytes(1, 0, 1))?.share).toBe(1);
  });

  it("shares a place among points that are equally far", () => {
    // Around the member at 4 a member and a stranger, both 2 away: half a place each. The one at 2 has it as nearest.
    expect(nearestShare(bytes(4, 2, 6), bytes(0, 0, 0), bytes(1, 1, 0))?.share).toBe(0.75);
  });

  it("takes those nearer than the last place whole, and shares that place; worked by hand", () => {
    // Around the member at 10, of two places: a member 1 away has one; a member and a stranger, both 2 away, share the
    // other. Around 11: the member at 10, then that at 12. Around 12: 11, then a half of 10 and 14 each, both 2 away.
    const found = nearestShare(bytes(10, 11, 12, 8, 14), bytes(3, 3, 3, 3, 3), bytes(1, 1, 1, 0, 0));
    expect(found?.share).toBeCloseTo((0.75 + 1 + 0.75) / 3, 12);
    expect(found?.chance).toBe(2 / 4);
  });

  it("measures 200 of many members, evenly spread", () => {
    // Members that are measured lie among themselves at 0, those passed over among strangers at 255.
    const clump = (isPassed: (member: number) => boolean, nMembers: number): number | undefined => {
      const n = nMembers + 500;
      const places = Uint8Array.from({ length: n }, (_, i) => (i < nMembers && !isPassed(i) ? 0 : 255));
      const isMember = Uint8Array.from({ length: n }, (_, i) => (i < nMembers ? 1 : 0));
      return nearestShare(places, new Uint8Array(n), isMember)?.share;
    };
    expect(clump((i) => i % 2 === 1, 400)).toBe(1);
    // Steps of one and a half, rounded down: 0, 1, 3, 4, 6 …
    expect(clump((i) => i % 3 === 2, 300)).toBe(1);
    // Of 200 and fewer all are measured: 100 of 200 lie among 499 strangers and 99 others, nine of ten of them strangers.
    expect(clump((i) => i % 2 === 1, 200)).toBeCloseTo((1 + 99 / 599) / 2, 12);
  });

  it("agrees with sorting all distances, on any points without equal distances", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 3, max: 30 }), (seed, n) => {
        const random = seededRandom(seed);
        const x = Uint8Array.from({ length: n }, () => random() * 256);
        const y = Uint8Array.from({ length: n }, () => random() * 256);
        const isMember = Uint8Array.from({ length: n }, (_, i) => (i < 2 || random() < 0.4 ? 1 : 0));
        isMember[n - 1] = 0;
        const members = [...isMember.keys()].filter((i) => isMember[i]);
        const k = Math.min(10, members.length - 1);
        const distance = (i: number, j: number): number => (x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2;
        const shares = members.map((i) => {
          const order = [...x.keys()].filter((j) => j !== i).sort((a, b) => distance(i, a) - distance(i, b));
          fc.pre(order[k] === undefined || distance(i, order[k]) > distance(i, order[k - 1]!));
          return order.slice(0, k).filter((j) => isMember[j]).length / k;
        });
        const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
        expect(nearestShare(x, y, isMember)?.share).toBeCloseTo(mean, 10);
      }),
    );
  });

  it("is near chance for members strewn at random, however many there are", () => {
    const random = seededRandom(7);
    const axis = (): Uint8Array => Uint8Array.from({ length: 4000 }, () => random() * 256);
    const found = nearestShare(
      axis(),
      axis(),
      Uint8Array.from({ length: 4000 }, () => (random() < 0.3 ? 1 : 0)),
    );
    expect(Math.abs((found?.share ?? 0) - (found?.chance ?? 1))).toBeLessThan(0.03);
  });

  it("says nothing of a single member, or where all are members", () => {
    expect(nearestShare(bytes(1, 2, 3), bytes(1, 2, 3), bytes(0, 1, 0))).toBeNull();
    expect(nearestShare(bytes(1, 2), bytes(1, 2), bytes(1, 1))).toBeNull();
  });
});
