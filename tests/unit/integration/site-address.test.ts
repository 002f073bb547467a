import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAddress, siteAddress } from "../../../src/integration/site-address.ts";

describe("SITE and BASE", () => {
  it.each([
    [{}, { site: "", base: undefined }],
    [
      { SITE: "", BASE: "" },
      { site: "", base: undefined },
    ],
    [{ BASE: "/" }, { site: "", base: "/" }],
    [
      { SITE: "https://me.github.io", BASE: "/my-atlas" },
      { site: "https://me.github.io", base: "/my-atlas" },
    ],
    [
      { SITE: "http://localhost:8080/", BASE: "/a/b_c/~d.e/" },
      { site: "http://localhost:8080/", base: "/a/b_c/~d.e/" },
    ],
  ])("may be %j", (env, wanted) => {
    expect(siteAddress(env)).toEqual(wanted);
  });

  it.each([
    ["my-atlas", "a path that begins with a slash, such as /my-atlas"],
    ["./my-atlas", "a path that begins with a slash, such as /my-atlas"],
    [" /my-atlas", "a path that begins with a slash, such as /my-atlas"],
    ["C:\\my-atlas", "a path that begins with a slash, such as /my-atlas"],
    ["https://me.github.io/my-atlas", "the path alone: the address of the host belongs in SITE"],
    ["/my atlas", "letters, digits and - . _ ~ between the slashes"],
    ["/my-atlas ", "letters, digits and - . _ ~ between the slashes"],
    ["/größe", "letters, digits and - . _ ~ between the slashes"],
    ["/a?b", "letters, digits and - . _ ~ between the slashes"],
    ["/a/../b", "no . or .. as a part of the path"],
    ["/..", "no . or .. as a part of the path"],
    ["//host/a", "single slashes"],
    ["/a//", "single slashes"],
    ["//", "single slashes"],
  ])("BASE is not %j", (BASE, expected) => {
    expect(readAddress({ BASE }).problems).toEqual([
      `BASE: this is not a path on a host: expected ${expected}, received "${BASE}".\n  For example: SITE=https://me.github.io BASE=/my-atlas npm run build`,
    ]);
  });

  it.each([
    ["me.github.io", "an address such as https://me.github.io"],
    ["localhost:4321", "an address such as https://me.github.io"],
    ["ftp://me.github.io", "an address such as https://me.github.io"],
    ["https:me.github.io", "an address such as https://me.github.io"],
    ["https://me.github.io /", "an address such as https://me.github.io"],
    ["https://", "an address such as https://me.github.io"],
    ["https://me@github.io", "an address without a user's name"],
    ["https://me.github.io/my-atlas", "no path in it: that belongs in BASE"],
    ["https://me.github.io/?a", "nothing after the name of the host"],
    ["https://me.github.io#a", "nothing after the name of the host"],
  ])("SITE is not %j", (SITE, expected) => {
    const { problems } = readAddress({ SITE });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`SITE: this is not the address of a host: expected ${expected}, received`);
  });

  it("are told both at once, and anything is read or told", () => {
    expect(() => siteAddress({ SITE: "a", BASE: "b" })).toThrow(/^SITE: [^]*\nBASE: /);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { address, problems } = readAddress({ SITE: text, BASE: text });
        // No text but the empty one is both a host and a path.
        expect(problems.length).toBeGreaterThanOrEqual(text === "" ? 0 : 1);
        expect(address.site).toBe(text);
      }),
    );
  });
});
