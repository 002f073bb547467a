import { describe, expect, it } from "vitest";
import type { Manifest } from "#atlas/files/manifest.ts";
import { frequencyMode } from "#color/modes/frequency.ts";
import { labelMode } from "#color/modes/label.ts";
import { normMode } from "#color/modes/norm.ts";
import { positionMode } from "#color/modes/position.ts";
import { paintBoth, sharedModes, type PaintedSide } from "../../../src/compare/joined-colors.ts";
import { labeledTable, tableOf } from "../../helpers/token-table.ts";

/** Only what modes read of it. */
function manifest(more: object = {}): Manifest {
  return { patches: null, dataset: { labels: [] }, ...more } as unknown as Manifest;
}

function side(tokens: PaintedSide["tokens"], more: Partial<PaintedSide> = {}): PaintedSide {
  return {
    manifest: manifest(),
    tokens,
    norms: null,
    distortion: null,
    patchColors: null,
    attention: null,
    ...more,
  };
}

describe("paintBoth", () => {
  it("gives the same color to the same number on both sides", () => {
    // Up to position 4 on one side, up to 2 on the other: alone, the ends of both would be alike.
    const { both, sides } = paintBoth(
      positionMode,
      side(tableOf(["a", "b", "c", "d", "e"])),
      side(tableOf(["x", "y", "z"])),
      false,
    );
    expect(both.ramp).toMatchObject({ low: "0", high: "4" });
    expect(sides.b.color(2, "query")).toBe(sides.a.color(2, "query"));
    expect(sides.b.color(2, "query")).not.toBe(sides.a.color(4, "query"));
  });

  it("has one scale of vector lengths, of queries and of keys", () => {
    const a = side(tableOf(["a"]), { norms: Float32Array.of(1, 2) });
    const b = side(tableOf(["x", "y"]), { norms: Float32Array.of(3, 1, 2, 9) });
    const { both, sides } = paintBoth(normMode, a, b, false);
    expect(both.ramp).toMatchObject({ low: "1.0", high: "9.0" });
    expect(sides.b.color(1, "query")).toBe(sides.a.color(0, "query"));
    expect(sides.b.color(0, "key")).toBe(sides.a.color(0, "key"));
  });

  it("gives a label the same color on both sides, however often each has it", () => {
    const a = side(labeledTable([["a", "b", "c"]], { kind: ["noun", "noun", "verb"] }));
    const b = side(labeledTable([["x", "y", "z", "w"]], { kind: ["verb", "verb", "verb", "sign"] }));
    const { both, sides } = paintBoth(labelMode("kind"), a, b, false);
    expect(both.entries?.map(({ key }) => key)).toEqual(["verb", "noun", "sign"]);
    expect(sides.b.color(0, "key")).toBe(sides.a.color(2, "key"));
    expect(sides.b.entryOf?.(3)).toBe("sign");
  });

  it("counts texts on each side", () => {
    const table = (): PaintedSide => side(tableOf(["the", "cat", "the"]));
    expect(paintBoth(frequencyMode, table(), table(), false).both.ramp?.high).toBe("2 times");
  });

  it("paints each side by itself where the grids of patches differ", () => {
    const patches = { rows: 2, columns: 2, nSpecial: 0, cellPx: 8, sheetColumns: 4, sheetRows: 1 };
    const a = side(tableOf(["a", "b", "c", "d"]), { manifest: manifest({ patches }) });
    const b = side(tableOf(["x"]), { manifest: manifest({ patches: { ...patches, rows: 1, columns: 1 } }) });
    const { both, sides } = paintBoth(positionMode, a, b, false);
    expect(both).toBe(sides.a);
  });
});

describe("sharedModes", () => {
  it("are those that both sides have", () => {
    const text = { manifest: manifest({ dataset: { labels: ["kind"] } }), table: null };
    const other = { manifest: manifest({ dataset: { labels: ["genre"] } }), table: null };
    const names = sharedModes(text, other).map(({ name }) => name);
    expect(names).toContain("position");
    expect(names).not.toContain("kind");
  });
});
