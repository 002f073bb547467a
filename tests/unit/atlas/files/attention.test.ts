import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAttention, encodeAttention } from "#atlas/files/attention.ts";

describe("attention", () => {
  it("finds the weight of a query for a key in its own sequence", () => {
    const file = encodeAttention(Float32Array.of(1, 1, 0, 0.25, 0.75));
    const attention = decodeAttention(file, Uint32Array.of(0, 1, 3));
    expect(attention.weight(0, 0, 0)).toBe(1);
    expect(attention.weight(1, 1, 0)).toBeCloseTo(0.25, 2);
    expect(attention.weight(1, 1, 1)).toBeCloseTo(0.75, 2);
    expect(attention.weight(1, 0, 1)).toBe(0);
  });

  it("comes back within 0.4 %, and keeps the order of small weights", () => {
    const weights = fc.float32Array({ min: 0, max: 1, noNaN: true, minLength: 9, maxLength: 9 });
    fc.assert(
      fc.property(weights, (pattern) => {
        const attention = decodeAttention(encodeAttention(pattern), Uint32Array.of(0, 3));
        pattern.forEach((weight, i) => {
          const back = attention.weight(0, Math.floor(i / 3), i % 3);
          expect(Math.abs(back - weight)).toBeLessThanOrEqual(0.0041);
        });
      }),
    );
    const small = decodeAttention(
      encodeAttention(Float32Array.of(0.0001, 0.0004, 0.001, 0.99)),
      Uint32Array.of(0, 2),
    );
    expect(small.weight(0, 0, 0)).toBeLessThan(small.weight(0, 0, 1));
    expect(small.weight(0, 0, 1)).toBeLessThan(small.weight(0, 1, 0));
  });

  it("gives nothing outside a sequence", () => {
    const attention = decodeAttention(encodeAttention(Float32Array.of(1)), Uint32Array.of(0, 1));
    expect(attention.weight(0, 0, 1)).toBe(0);
    expect(attention.weight(7, 0, 0)).toBe(0);
  });

  it("carries the lengths of the values where they are known", () => {
    const [weights, starts] = [Float32Array.of(1, 1, 0, 1, 0), Uint32Array.of(0, 1, 3)];
    const file = encodeAttention(weights, Float32Array.of(0.5, 2, 1.25));
    const { valueNorms } = decodeAttention(file, starts);
    [0.5, 2, 1.25].forEach((norm, token) => expect(valueNorms?.[token]).toBeCloseTo(norm, 4));
    expect(decodeAttention(encodeAttention(weights), starts).valueNorms).toBeNull();
  });

  it("takes what rounding has carried beyond 0 and 1 for 0 and 1", () => {
    const attention = decodeAttention(
      encodeAttention(Float32Array.of(1.2, -0.5, 0, 1)),
      Uint32Array.of(0, 2),
    );
    expect([attention.weight(0, 0, 0), attention.weight(0, 0, 1), attention.weight(0, 1, 1)]).toEqual([
      1, 0, 1,
    ]);
  });

  it("counts rows by their queries and columns by their keys, between two sequences", () => {
    // One answers and two ask; then two answer and one asks.
    const weights = Float32Array.of(1, 0, 0.25, 1);
    const attention = decodeAttention(
      encodeAttention(weights),
      Uint32Array.of(0, 3, 6),
      Uint32Array.of(1, 5),
    );
    expect([attention.weight(0, 0, 0), attention.weight(0, 1, 0)]).toEqual([1, 0]);
    expect(attention.weight(1, 0, 0)).toBeCloseTo(0.25, 2);
    expect(attention.weight(1, 0, 1)).toBe(1);
    expect([attention.weight(0, 2, 0), attention.weight(0, 0, 1), attention.weight(1, 1, 0)]).toEqual([
      0, 0, 0,
    ]);
  });

  it("refuses files of another version, and numbers of other tokens", () => {
    const file = encodeAttention(Float32Array.of(1), Float32Array.of(1, 2));
    for (const other of [null, {}, { ...file, v: 2 }]) {
      expect(() => decodeAttention(other, Uint32Array.of(0, 1))).toThrow(
        "attention: expected format version 1",
      );
    }
    expect(() => decodeAttention(file, Uint32Array.of(0, 1))).toThrow(
      "valueNorms: expected 2 bytes, received 4.",
    );
  });

  it("refuses a file for other sequences", () => {
    const file = encodeAttention(Float32Array.of(1, 0, 0, 1));
    expect(() => decodeAttention(file, Uint32Array.of(0, 3))).toThrow(
      "weights: expected 9 bytes, received 4",
    );
  });

  it("refuses lengths of values that are none", () => {
    const file = encodeAttention(Float32Array.of(1), Float32Array.of(2));
    const damaged = { ...file, valueNorms: { ...file.valueNorms, max: null } };
    expect(() => decodeAttention(damaged, Uint32Array.of(0, 1))).toThrow(
      "valueNorms.max: expected a finite number, received null.",
    );
    expect(() => decodeAttention({ ...file, valueNorms: false }, Uint32Array.of(0, 1))).toThrow(
      "valueNorms: expected an object, received false.",
    );
  });

  it("counts more pairs than 32 bits hold before it takes a file for whole", () => {
    // 65,536² is 0 in 32 bits: a file without any weight would pass.
    expect(() => decodeAttention({ v: 1, weights: "" }, Uint32Array.of(0, 65_536))).toThrow(
      "weights: expected 4294967296 bytes, received 0",
    );
  });
});
