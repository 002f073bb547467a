import { describe, expect, it } from "vitest";
import { listSome } from "#atlas/list-some.ts";

describe("listSome", () => {
  it.each([
    [[], ""],
    [["a"], "“a”"],
    [["a", "b", "c"], "“a”, “b”, “c”"],
    [["a", "b", "c", "d"], "“a”, “b”, “c”, and 1 more"],
  ])("writes %j as %s", (names, wanted) => {
    expect(listSome(names)).toBe(wanted);
  });
});
