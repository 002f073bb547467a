import { describe, expect, it } from "vitest";
import { expectLength, ShapeError } from "#math/shape-error.ts";

describe("expectLength", () => {
  it("says which array, what it should hold and what it holds", () => {
    expect(() => expectLength("keys", 3, 4)).toThrow(ShapeError);
    expect(() => expectLength("keys", 3, 4)).toThrow("keys: expected 4 numbers, received 3.");
    expect(() => expectLength("keys", 4, 4)).not.toThrow();
    expect(new ShapeError("").name).toBe("ShapeError");
  });
});
