import { describe, expect, it } from "vitest";
import { sequencesOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { seedFrom, seededRandom } from "#math/random.ts";
import { ownTypesetter } from "#pipeline/figure/own-fonts.ts";
import type { HeadData } from "../../../src/figure/head-data.ts";
import { headFigure } from "../../../src/figure/head-figure.ts";
import { USUAL_OPTIONS, USUAL_SCREEN, type FigureOptions } from "../../../src/figure/options.ts";
import type { Marks, Overlap, Scene, Shape } from "../../../src/figure/scene.ts";
import { writeSvg } from "../../../src/figure/svg/write-svg.ts";
import { manifestOf } from "../../helpers/tiny-tables.ts";

const setter = await ownTypesetter();

/** A head whose points lie anywhere. */
function headOf(nTokens: number, query: string): HeadData {
  const random = seededRandom(seedFrom("figure"));
  const starts = Uint32Array.of(0, nTokens);
  const table: TokenTable = {
    ...{ nTokens, nSequences: 1, starts, split: null, labels: new Map() },
    vocab: ["a", "b"],
    ids: new Uint16Array(nTokens).map((_, token) => token % 2),
    special: new Uint8Array(nTokens),
    sequenceOf: sequencesOf(starts),
  };
  const axis = (): Float32Array => Float32Array.from({ length: nTokens * 2 }, () => 2 * random() - 1);
  const manifest = { ...manifestOf(table), dims: [2, 3] as const };
  const norms = axis().map((value) => 5 + value);
  return {
    ...{ manifest, table, id: { layer: 0, head: 0 }, head: "L0H0", numbers: undefined, attention: null },
    ...{ patchColors: null, looks: null, found: null },
    coordinates: { n: nTokens * 2, x: axis(), y: axis() },
    points: { norms, distortion: new Map() },
    view: { ...parseView(query, manifest), color: /color=(\w+)/.exec(query)?.[1] ?? "role" },
  };
}

function figureOf(data: HeadData, options: Partial<FigureOptions> = {}): Scene {
  const about = { address: "/x/x/L0H0/", digest: "0123456789ab" };
  return headFigure(data, USUAL_SCREEN, about, { ...USUAL_OPTIONS, ...options }, setter);
}

function marksIn(shapes: readonly Shape[]): (Marks | Overlap)[] {
  return shapes.flatMap((shape) => {
    if (shape.type === "group") return marksIn(shape.shapes);
    return shape.type === "marks" || shape.type === "overlap" ? [shape] : [];
  });
}

const countOf = (marks: readonly Marks[]): number => marks.reduce((sum, { at }) => sum + at.length / 3, 0);

describe("the figure of a head's map", () => {
  it("holds 20,000 points in two megabytes of SVG, whatever their colors and sizes are", () => {
    for (const query of ["?names=off", "?names=off&color=position", "?names=off&color=position&size=norm"]) {
      const svg = writeSvg(figureOf(headOf(10_000, query), { width: "screen" }), setter);
      expect(svg.length).toBeLessThan(2_000_000);
    }
  });

  it("draws every point once, of the color that the mode gives it", () => {
    const scene = figureOf(headOf(50, "?names=off&color=position"), { hasCaption: false });
    const marks = marksIn(scene.shapes).filter((each): each is Marks => each.type === "marks");
    // The legend has a mark for queries and one for keys.
    expect(countOf(marks)).toBe(100 + 2);
    expect(new Set(marks.map(({ color }) => color)).size).toBeGreaterThan(20);
  });

  it("draws queries and keys in two colors, with a third where they cover each other", () => {
    const [points] = marksIn(figureOf(headOf(50, "?names=off")).shapes);
    expect(points).toMatchObject({
      type: "overlap",
      above: { kind: "disc", color: "#2b9a68" },
      below: { kind: "ring", color: "#d9488b" },
      color: "#6a62c4",
    });
  });

  it("shows the part of the map that the camera sees, and no point beyond it", () => {
    const all = headOf(400, "?names=off&color=position");
    const near = headOf(400, "?names=off&color=position&v=0.5_0.5_4");
    const placed = (data: HeadData): Marks[] =>
      marksIn(figureOf(data).shapes).filter((each): each is Marks => each.type === "marks");
    expect(countOf(placed(near))).toBeLessThan(countOf(placed(all)) / 4);
  });

  it("keeps the sight and the proportion of points in every width", () => {
    const sights = (["one-column", "two-columns", "screen"] as const).map((width) => {
      const [points] = marksIn(figureOf(headOf(200, "?names=off&v=0.2_0.1_2"), { width }).shapes);
      if (points?.type !== "overlap") throw new Error("no points");
      const [x = 0, , radius = 1] = points.above.at;
      return { n: points.above.at.length, ratio: x / radius };
    });
    expect(new Set(sights.map(({ n }) => n)).size).toBe(1);
    expect(sights[1]!.ratio).toBeCloseTo(sights[0]!.ratio);
    expect(sights[2]!.ratio).toBeCloseTo(sights[0]!.ratio);
  });

  it("fades what a pressed entry of the legend leaves out", () => {
    const marks = marksIn(figureOf(headOf(20, "?names=off&role=query")).shapes);
    const faded = marks.filter((each): each is Marks => each.type === "marks" && each.opacity < 0.2);
    expect(faded).toMatchObject([{ kind: "ring" }]);
    expect(countOf(faded)).toBe(20);
  });

  it("rings the selected point, and names it", () => {
    const svg = writeSvg(figureOf(headOf(20, "?select=q3")), setter);
    expect(svg).toContain('stroke="#c77d0a"');
    expect(svg).toContain("Selected: query “b”, sequence 0, position 3");
  });
});
