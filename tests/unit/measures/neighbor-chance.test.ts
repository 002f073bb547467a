import { expect, it } from "vitest";
import { seededRandom, shuffledIndices } from "#math/random.ts";
import { neighborsByChance, trustworthinessByChance } from "#measures/neighbor-chance.ts";

it("is half for the trustworthiness of many points, worked by hand for few", () => {
  expect(trustworthinessByChance(1e6)).toBeCloseTo(0.5, 4);
  // 46 points: ranks 1 … 45, of which 16 … 45 cost 1 … 30, on average 465 / 45; the worst 15 cost 16 … 30, on average 23.
  expect(trustworthinessByChance(46)).toBeCloseTo(1 - 465 / 45 / 23, 12);
});

it("agrees with neighbors that are drawn, by the definition of Venna and Kaski", () => {
  const [n, k, nPoints] = [200, 15, 400];
  const random = seededRandom(7);
  let [untrue, kept] = [0, 0];
  for (let point = 0; point < nPoints; point++)
    for (const index of shuffledIndices(n - 1, random).slice(0, k)) {
      untrue += Math.max(0, index + 1 - k);
      if (index < k) kept++;
    }
  const drawn = 1 - (2 / (nPoints * k * (2 * n - 3 * k - 1))) * untrue;
  expect(Math.abs(trustworthinessByChance(n) - drawn)).toBeLessThan(0.01);
  expect(Math.abs(neighborsByChance(n) - kept / nPoints)).toBeLessThan(0.1);
});
