import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { KINDS, NEUTRAL } from "#color/palette.ts";

describe("the colors of the map of heads", () => {
  it("are those of all kinds, although a style sheet has to write them out", async () => {
    const sheet = await readFile("src/styles/heads-map.css", "utf8");
    const kinds = [...sheet.matchAll(/--kind-\d+: (#[0-9a-f]{6});/g)].map(([, color]) => color);
    expect(kinds).toEqual([...KINDS]);
    expect(sheet).toContain(`--no-kind: ${NEUTRAL};`);
    for (const letter of ["s", "m"])
      for (const kind of KINDS.keys()) expect(sheet).toContain(`.${letter}${kind} {`);
  });
});
