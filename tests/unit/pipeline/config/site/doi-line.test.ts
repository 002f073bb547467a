import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withDoi } from "#pipeline/config/site/doi-line.ts";
import { ConfigError } from "#pipeline/errors.ts";

const DOI = "10.5281/zenodo.1234567";
const put = (text: string, doi: string | null = DOI): string => withDoi(text, doi, "content/site.yaml");

const SITE = `# Ours.

title:   "Maps"   # of attention
authors:
  - {given: Ada, family: Lovelace}   # doi: none
license: CC-BY-4.0

`;

describe("a DOI in a file", () => {
  it("is added at its end", () => {
    expect(put(SITE)).toBe(`${SITE}doi: ${DOI}\n`);
    expect(put("")).toBe(`doi: ${DOI}\n`);
    expect(put("title: Maps")).toBe(`title: Maps\ndoi: ${DOI}`);
    expect(put("title: Maps\r\n")).toBe(`title: Maps\r\ndoi: ${DOI}\r\n`);
  });

  it.each([
    ["doi: 10.1000/old\n", `doi: ${DOI}\n`],
    [
      "a: 1\ndoi:    10.1000/old   # the version of May\nb: 2\n",
      `a: 1\ndoi:    ${DOI}   # the version of May\nb: 2\n`,
    ],
    ["doi: '10.1000/old'\r\nb: 2\r\n", `doi: '${DOI}'\r\nb: 2\r\n`],
    ['"doi" : "10.1000/old"', `"doi" : "${DOI}"`],
    ["doi: 10.1000/a#b\n", `doi: ${DOI}\n`],
    ["doi:\nb: 2\n", `doi: ${DOI}\nb: 2\n`],
    ["doi:   # not yet\n", `doi:  ${DOI} # not yet\n`],
    ["\ufeffdoi: 10.1000/old\n", `\ufeffdoi: ${DOI}\n`],
    [
      "preferred-citation:\n  doi: 10.1000/paper\ndoi: 10.1000/old\n",
      `preferred-citation:\n  doi: 10.1000/paper\ndoi: ${DOI}\n`,
    ],
  ])("replaces the one in %j, and nothing else", (text, expected) => {
    expect(put(text)).toBe(expected);
  });

  it("stays as it is if it is there", () => {
    const text = `a: 1\ndoi:  "${DOI}" # same\n`;
    expect(put(text)).toBe(text);
    expect(put("a: 1\n", null)).toBe("a: 1\n");
  });

  it("is quoted where YAML would read something else", () => {
    expect(put("", "10.1000/a:")).toBe("doi: '10.1000/a:'\n");
    expect(put("doi: 'x'\n", "10.1000/it's")).toBe("doi: '10.1000/it''s'\n");
  });

  it("leaves no trace when it is removed again, whatever the file", () => {
    const line = fc.constantFrom(
      "title: Maps",
      "# note",
      "",
      "license: MIT # free",
      "text: |\n  doi: 10.1/x\n  more",
    );
    const file = fc.record({
      lines: fc.uniqueArray(line, { maxLength: 5 }),
      end: fc.constantFrom("\n", "\r\n"),
      isClosed: fc.boolean(),
    });
    fc.assert(
      fc.property(file, ({ lines, end, isClosed }) => {
        const text = lines.join("\n").replaceAll("\n", end) + (isClosed && lines.length > 0 ? end : "");
        expect(put(put(text), null)).toBe(text);
        expect(put(put(text))).toBe(put(text));
        expect(put(put(text, "10.1000/first"))).toBe(put(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    "{title: Maps}",
    "doi: >-\n  10.1000/old\n",
    "doi: &name 10.1000/old\nother: *name\n",
    "title: Maps\n...\n",
  ])("is not forced into %j: the author is told what to write", (text) => {
    expect(() => put(text)).toThrow(ConfigError);
    expect(() => put(text)).toThrow(
      /^content\/site\.yaml: the DOI cannot be changed without changing more.*\n {2}Write it by hand: doi: 10/s,
    );
  });

  it.each(["- a\n- b\n", "just a text", "a: [", "a: 1\na: 2\n"])(
    "is not put into %j, which is no such file",
    (text) => {
      expect(() => put(text)).toThrow("content/site.yaml: this is not YAML: expected key: value lines");
    },
  );
});
