import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatFileList, listedFile, parseFileList } from "#pipeline/pack/file-list.ts";

/** `printf abc | sha256sum` */
const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

describe("the list of an atlas's files", () => {
  it("holds sizes in bytes and digests, sorted by path", () => {
    const list = new Map([
      ["b.json", listedFile("é")],
      ["a/b.json", listedFile("abc")],
    ]);
    expect(formatFileList(list)).toMatch(
      new RegExp(`^{"v":1,"files":{"a/b.json":\\[3,"${ABC}"\\],"b.json":\\[2,"[0-9a-f]{64}"\\]}}\n$`),
    );
  });

  it("is the same text whatever the order of the files, and reads back as what was written", () => {
    const files = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z/]{1,8}$/), fc.uint8Array()), {
      selector: ([path]) => path,
    });
    fc.assert(
      fc.property(files, (entries) => {
        const list = entries.map(([path, content]) => [path, listedFile(content)] as const);
        const text = formatFileList(new Map(list));
        expect(formatFileList(new Map(list.toReversed()))).toBe(text);
        expect(parseFileList(text)).toEqual(new Map(list));
      }),
    );
  });

  it("is not read where any byte differs from what is written", () => {
    const text = formatFileList(new Map([["a.json", listedFile("abc")]]));
    for (const damaged of [
      "",
      "null",
      text.trimEnd(),
      `${text.trimEnd()} `,
      text.replace('"v":1', '"v":2'),
      text.replace("[3,", "[-3,"),
      text.replace("[3,", "[3.0,"),
      text.replace(ABC, ABC.toUpperCase()),
      text.slice(0, 40),
    ])
      expect(parseFileList(damaged), damaged).toBeUndefined();
  });
});
