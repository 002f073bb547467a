import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repeatedKey } from "#pipeline/weights/repeated-key.ts";

describe("a key that stands twice", () => {
  it.each([
    ['{"a":1,"b":2,"a":3}', "a"],
    ['{"a":{"x":1,"x":1}}', "x"],
    ['[{"a":[{"b":0 , "b" : 1}]}]', "b"],
    [String.raw`{"a":1,"\u0061":2}`, "a"],
    [String.raw`{"\"":1,"\"":2}`, '"'],
  ])("is found in %s", (text, key) => {
    expect(repeatedKey(text)).toBe(key);
  });

  it.each([
    '{"a":"a","b":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a"]}',
    String.raw`{"a":"\"a\":1,","b":"{\"a\":2}"}`,
    "{}",
    "[]",
    "1",
  ])("is not seen in %s", (text) => {
    expect(repeatedKey(text)).toBeUndefined();
  });

  it("is never seen in what JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => repeatedKey(JSON.stringify(value, null, 1)) === undefined),
    );
  });
});
