import { describe, expect, it } from "vitest";
import { ownTypesetter } from "#pipeline/figure/own-fonts.ts";
import { chooseSetter } from "../../../../src/figure/fonts/choose-setter.ts";
import type { Scene, Shape } from "../../../../src/figure/scene.ts";
import { writePdf } from "../../../../src/figure/pdf/write-pdf.ts";

const outlines = await ownTypesetter();
const font = { family: "serif", weight: 400, isItalic: false, sizePx: 12, spacingPx: 0 } as const;
const text = (words: string): Shape => ({
  ...{ type: "text", text: words, x: 10, y: 40, font, color: "#000000", opacity: 1 },
  halo: { color: "#ffffff", widthPx: 3, opacity: 0.9 },
});
const page = (...shapes: Shape[]): Scene => ({
  ...{ width: 96, height: 192, background: "#ffffff", title: "A <title>", description: "" },
  shapes,
});
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");

describe("a figure as PDF", () => {
  it("has one page as large as the figure, 72 points to the inch", async () => {
    const pdf = latin1(await writePdf(page(), outlines));
    expect(pdf).toMatch(/^%PDF-1\.3/);
    expect(pdf).toContain("/MediaBox [0 0 72 144]");
    expect(pdf).toMatch(/\/Count 1\b/);
    expect(pdf.trimEnd()).toMatch(/%%EOF$/);
  });

  it("is the same file for the same figure, whenever it is made", async () => {
    const scene = page(text("Same"));
    const [once, again] = [await writePdf(scene, outlines), await writePdf(scene, outlines)];
    expect(Buffer.compare(once, again)).toBe(0);
  });

  it("needs no font where texts are outlines", async () => {
    for (const choice of ["site", "text"] as const) {
      const pdf = latin1(await writePdf(page(text("Stories 中")), chooseSetter(choice, outlines, true)));
      expect(pdf).not.toContain("/Type /Font");
    }
  });

  it("names a standard font where one is chosen", async () => {
    const serif = latin1(await writePdf(page(text("Stories")), chooseSetter("serif", outlines, true)));
    expect(serif).toContain("/BaseFont /Times-Roman");
    const sans = latin1(await writePdf(page(text("Stories")), chooseSetter("sans", outlines, true)));
    expect(sans).toContain("/BaseFont /Helvetica");
  });

  it("holds every kind of shape", async () => {
    const box = { x: 0, y: 0, width: 10, height: 10 } as const;
    const stroke = { color: "#ff0000", widthPx: 1, cap: "round", join: "round" } as const;
    const marks = { type: "marks", kind: "ring", color: "#00ff00", opacity: 0.5, at: [5, 5, 2] } as const;
    const shapes: Shape[] = [
      marks,
      { type: "overlap", below: marks, above: { ...marks, kind: "disc" }, color: "#0000ff" },
      {
        type: "path",
        lines: [{ corners: [0, 0, 5, 5, 0, 5], isClosed: true }],
        fill: "#000000",
        stroke,
        opacity: 1,
      },
      { type: "circle", x: 5, y: 5, radius: 3, fill: null, stroke, opacity: 1 },
      { type: "rect", ...box, fill: "#123456", stroke: null, opacity: 0.5 },
      {
        type: "ramp",
        ...box,
        stops: [
          { at: 0, color: "#000000" },
          { at: 1, color: "#ffffff" },
        ],
      },
      { type: "cells", ...box, nColumns: 2, nRows: 1, rgba: [0, 0, 0, 255, 255, 255, 255, 255] },
    ];
    const group: Shape = {
      type: "group",
      name: "g",
      x: 3,
      y: 4,
      scale: 2,
      clip: { width: 20, height: 20 },
      shapes,
    };
    const [empty, full] = [await writePdf(page(), outlines), await writePdf(page(group), outlines)];
    expect(full.length).toBeGreaterThan(empty.length + 500);
  });
});
