import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHead, parseHead } from "#atlas/head/head-id.ts";

describe("formatHead", () => {
  it("counts layers and heads from zero", () => {
    expect(formatHead({ layer: 3, head: 5 })).toBe("L3H5");
  });

  it("puts the tower in front where there is one", () => {
    expect(formatHead({ tower: "cross", layer: 1, head: 0 })).toBe("cross-L1H0");
  });
});

describe("parseHead", () => {
  it("reads back every name that formatHead writes", () => {
    const place = { layer: fc.nat(9999), head: fc.nat(9999) };
    const id = fc.oneof(
      fc.record(place),
      fc.record({ tower: fc.constantFrom("encoder", "decoder", "cross", "text"), ...place }),
    );
    fc.assert(
      fc.property(id, (head) => {
        expect(parseHead(formatHead(head))).toEqual(head);
      }),
    );
  });

  it("names no tower where there is none", () => {
    expect(parseHead("L3H5")).toStrictEqual({ layer: 3, head: 5 });
  });

  it.each(["", "L3", "L03H1", "l3h5", "L3H5 ", "L3H-1", "../L3H5", "encoder L1H1", "L99999H0", "L0H99999"])(
    "refuses %j",
    (name) => {
      expect(parseHead(name)).toBeUndefined();
    },
  );
});
