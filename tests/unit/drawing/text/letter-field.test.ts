import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstLetters, LetterField } from "#drawing/text/letter-field.ts";

describe("the first letters of a token", () => {
  it.each([
    [" umbrella", "umb…"],
    [" river", "riv…"],
    ["that", "that"],
    ["of", "of"],
    ["[CLS]", "CLS"],
    ["<|endoftext|>", "end…"],
    ["<s>", "s"],
    ["##ing", "ing"],
    ["[", "["],
    ["[a", "[a"],
    [",", ","],
    ["  ", ""],
    ["👩‍🔬🇫🇷e\u0301tude", "👩‍🔬🇫🇷e\u0301…"],
  ])("of %j are %j", (text, letters) => {
    expect(firstLetters(text)).toBe(letters);
  });
});

describe("a map of letters", () => {
  const size = { width: 400, height: 300 };

  it("has no mark over another, whatever the places", () => {
    const at = fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 300 }) });
    fc.assert(
      fc.property(fc.array(at, { minLength: 2, maxLength: 120 }), (places) => {
        const field = new LetterField(places.slice(0, places.length / 2).map(() => "word"));
        const chosen = field.choose(
          (point) => places[point]!,
          () => true,
          size,
        );
        expect(chosen.length).toBeGreaterThan(0);
        for (const a of chosen)
          for (const b of chosen)
            if (a !== b)
              expect(
                Math.abs(places[a]!.x - places[b]!.x) >= 33 || Math.abs(places[a]!.y - places[b]!.y) >= 14,
              ).toBe(true);
      }),
    );
  });

  it("leaves out what is out of sight, faded or without letters, and keeps queries and keys apart", () => {
    const field = new LetterField([" the", "  ", "river"]);
    expect(field.letters).toEqual(["the", "", "riv…", "the", "", "riv…"]);
    const place = (point: number): { x: number; y: number } => ({ x: point === 2 ? 900 : 50 * point, y: 10 });
    expect(new Set(field.choose(place, (point) => point !== 3, size))).toEqual(new Set([0, 5]));
  });
});
