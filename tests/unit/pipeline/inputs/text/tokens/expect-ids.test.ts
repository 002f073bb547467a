import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectIds } from "#pipeline/inputs/text/tokens/expect-ids.ts";

const file = (vocab: unknown, added: unknown = []): object => ({ model: { vocab }, added_tokens: added });

describe("ids of a tokenizer", () => {
  it.each([
    ["of a vocabulary", file({ a: 0, b: 1 })],
    ["of words of several languages", file({ en: { a: 0 }, de: { a: 1 } })],
    ["that are places in a list", file([["a", -1.5]])],
    ["of added tokens", file({}, [{ id: 7, content: "<s>" }])],
    ["that are not there", {}],
  ])("%s are taken", (_, json) => {
    expect(() => expectIds(json)).not.toThrow();
  });

  it("may not be so large that a list of them would never end, nor anything but whole numbers", () => {
    for (const id of [1e9, 2 ** 53, -1, 0.5, NaN, "1", null]) {
      expect(() => expectIds(file({ a: 0, b: id }))).toThrow(/^the id .+ of "b", which is no whole number/);
      expect(() => expectIds(file({}, [{ id, content: "<s>" }]))).toThrow(/ of "<s>", /);
      expect(() => expectIds(file({ en: { b: id } }))).toThrow(/ of "b", /);
    }
  });

  it("are taken in any order", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.nat(1e6)), (vocab) => {
        expectIds(file(vocab));
      }),
    );
  });
});
