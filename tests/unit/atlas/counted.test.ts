import { expect, it } from "vitest";
import { counted } from "#atlas/counted.ts";

it("One thing has its own word, none and several the other; thousands are parted", () => {
  expect([0, 1, 2, 12_345].map((n) => counted(n, "token", "tokens"))).toEqual([
    "0 tokens",
    "1 token",
    "2 tokens",
    "12,345 tokens",
  ]);
});
