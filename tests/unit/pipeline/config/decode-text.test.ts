import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { COMPANIONS, readCompanionObject } from "#pipeline/config/companions.ts";
import { decodeText, splitLines } from "#pipeline/config/decode-text.ts";
import { readYaml } from "#pipeline/config/read-yaml.ts";
import { readReference } from "#pipeline/inspect/reference.ts";
import { readConfig } from "#pipeline/onnx/check-config.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** The ways in which programs write one text. */
const WRITTEN: readonly (readonly [string, (text: string) => Buffer])[] = [
  ["UTF-8", (text) => Buffer.from(text)],
  ["UTF-8 with a mark", (text) => Buffer.from(`\uFEFF${text}`)],
  ["UTF-16 of little ends", (text) => Buffer.from(`\uFEFF${text}`, "utf16le")],
  ["UTF-16 of big ends", (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16()],
];

describe("decodeText", () => {
  it.each(WRITTEN)("gives back any text that was written as %s", (_, write) => {
    // Lone halves of characters cannot be written in UTF-8.
    const text = fc
      .string({ unit: "binary", maxLength: 20 })
      .filter((candidate) => !/[\0\uFEFF]/.test(candidate));
    fc.assert(
      fc.property(text, (wanted) => {
        expect(decodeText(write(wanted), "x")).toBe(wanted);
      }),
    );
  });

  it.each([
    ["Latin-1", Buffer.from("f\u00fcr", "latin1"), "0xFC at byte 1 (line 1)"],
    [
      "Latin-1 on a later line",
      Buffer.from("a: b\r\nc: d\n\ne: \u00e9\n", "latin1"),
      "0xE9 at byte 15 (line 4)",
    ],
    ["a character that breaks off", Buffer.of(0xc3, 0xa9, 0xe2, 0x82, 0x61), "0xE2 at byte 2 (line 1)"],
    ["a byte behind a mark", Buffer.of(0xef, 0xbb, 0xbf, 0x61, 0xff), "0xFF at byte 4 (line 1)"],
    [
      "half of a character of UTF-16",
      Buffer.of(0xff, 0xfe, 0x61, 0, 0x00, 0xd8, 0x62, 0),
      "0x00 at byte 4 (line 1)",
    ],
    ["a cut character", Buffer.of(0x61, 0xe2, 0x82), "0xE2 at byte 1 (line 1)"],
    ["UTF-16 that ends in half a letter", Buffer.of(0xff, 0xfe, 0x61), "0x61 at byte 2 (line 1)"],
    ["UTF-16 without a mark", Buffer.from("abc", "utf16le"), "0x00 at byte 1 (line 1), as UTF-16"],
    ["a zero among letters", Buffer.from("\uFEFF\u00fc\n\0"), "0x00 at byte 6 (line 2), as UTF-16"],
    ["UTF-32", Buffer.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0), "0x00 at byte 2 (line 1), as UTF-16"],
  ])("refuses %s, and says where it is", (_, bytes, received) => {
    expect(refusal(bytes)).toMatch(
      /^a\.txt: this is not text in UTF-8: expected UTF-8, or UTF-16 with a byte order mark, received .*\.\n {2}Save the file as UTF-8\.$/,
    );
    expect(refusal(bytes)).toContain(`received ${received}`);
  });

  it("finds a byte that is no text wherever it stands", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
        fc.pre(!/[\0\uFEFF]/.test(before + after));
        const bytes = Buffer.concat([Buffer.from(before), Buffer.of(0xff), Buffer.from(after)]);
        expect(refusal(bytes)).toContain(`received 0xFF at byte ${Buffer.byteLength(before)} (line `);
      }),
      { numRuns: 50 },
    );
  });
});

function refusal(bytes: Uint8Array): string {
  try {
    return `none: ${decodeText(bytes, "a.txt")}`;
  } catch (error) {
    return (error as Error).message;
  }
}

describe("splitLines", () => {
  it("ends a line at every sign that ends lines, and at no other", () => {
    expect(splitLines("a\nb\r\nc\rd\n\re\u2028f\u0085g")).toEqual([
      "a",
      "b",
      "c",
      "d",
      "",
      "e\u2028f\u0085g",
    ]);
  });
});

describe.each(WRITTEN)("in %s", (_, write) => {
  it("every file beside a model is read", async () => {
    const folder = await tempFolder();
    for (const name of COMPANIONS) {
      await writeFile(join(folder, name), write('{"model_type": "größer"}'));
      expect([name, await readCompanionObject(folder, name)]).toEqual([name, { model_type: "größer" }]);
    }
    expect(readConfig(folder)).toEqual({ model_type: "größer" });
  });

  it("content and reference values are read", async () => {
    const folder = await tempFolder();
    const [yaml, reference] = [join(folder, "a.yaml"), join(folder, "reference.json")];
    await writeFile(yaml, write("name: größer\r\nof: 3\r\n"));
    const schema = z.strictObject({ name: z.string(), of: z.number() });
    expect(await readYaml(yaml, "a.yaml", schema)).toEqual({ name: "größer", of: 3 });
    await writeFile(reference, write('{"graphs": []}'));
    expect(readReference(reference)).toEqual([]);
  });
});
