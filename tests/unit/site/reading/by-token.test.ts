/** What is said of a head that goes by which token the key is. */
import { expect, it } from "vitest";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import type { HeadMetrics } from "#measures/metrics.ts";
import { readHead } from "../../../../src/site/head-reading.ts";
import { head, pictures, text } from "../../../helpers/read-heads.ts";

it("is known by which token the key is, where that is most of what explains its scores", () => {
  const tokens = (share: number, near: number, of: Partial<HeadMetrics> = {}): HeadNumbers => ({
    ...head(of),
    reasons: {
      nPairs: 1000,
      explained: 0.6,
      effects: {
        near: { effect: 1, error: 0.1, share: near },
        key: { effect: null, error: null, share },
      },
      attention: [],
    },
  });
  const { habit, text: said } = readHead(text, tokens(0.47, 0.1));
  expect(habit?.title).toBe("Certain tokens");
  expect(said.replaceAll("\u00a0", " ")).toMatch(
    /^Goes by which token the key is: 47 % of how its scores differ is due to this alone\. Looks at several tokens/,
  );
  // Too little, less than half of what is explained, less than another reason, a place; and where attention is even, that comes first.
  for (const other of [tokens(0.29, 0.01), tokens(0.2, 0.3), tokens(0.31, 0.32)])
    expect(readHead(text, other).habit).toBeNull();
  expect(readHead(pictures(1), tokens(0.47, 0.1)).habit).toBeNull();
  expect(readHead(text, tokens(0.47, 0.1, { first: 0.7 })).habit?.title).toBe("First token");
  expect(readHead(text, tokens(0.47, 0.1, { entropy: 0.9 })).text).toMatch(/^Spreads its attention widely/);
});
