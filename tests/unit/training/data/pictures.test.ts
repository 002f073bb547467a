import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { COLORS } from "../../../../src/training/data/pictures/colors.ts";
import {
  drawScene,
  paintScene,
  PATCHES,
  type Picture,
} from "../../../../src/training/data/pictures/draw-scene.ts";
import { inventScene, type Scene } from "../../../../src/training/data/pictures/invent-scene.ts";
import { DISTANCES, SHAPES } from "../../../../src/training/data/pictures/shapes.ts";
import { TEXTURES } from "../../../../src/training/data/pictures/textures.ts";

const SIZE = 64;

function scenes(count: number, seed = 1): Scene[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => inventScene(random));
}

/** Mean red, green, blue of a patch, 0 … 255. */
function meanOf({ pixels }: Picture, patch: number, size = SIZE): [number, number, number] {
  const side = size / PATCHES;
  const mean: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < side * side; i++) {
    const row = Math.floor(patch / PATCHES) * side + Math.floor(i / side);
    const column = (patch % PATCHES) * side + (i % side);
    for (let k = 0; k < 3; k++) mean[k]! += pixels[3 * (row * size + column) + k]! / side ** 2;
  }
  return mean;
}

/** In degrees. */
function hueOf([r, g, b]: readonly [number, number, number]): number {
  const [high, low] = [Math.max(r, g, b), Math.min(r, g, b)];
  const span = high - low;
  const hue = high === r ? (g - b) / span : high === g ? 2 + (b - r) / span : 4 + (r - g) / span;
  return (hue * 60 + 360) % 360;
}

/** Between the hues of neighboring colors. */
const HUES = {
  red: [345, 12],
  orange: [15, 42],
  yellow: [43, 65],
  green: [105, 150],
  blue: [195, 235],
  purple: [265, 300],
};

describe("a drawn scene", () => {
  it("is the same for the same seed", () => {
    expect(drawScene(seededRandom(7), SIZE)).toEqual(drawScene(seededRandom(7), SIZE));
    expect(drawScene(seededRandom(8), SIZE).pixels).not.toEqual(drawScene(seededRandom(7), SIZE).pixels);
  });

  it("has the color in its pixels that its label names", () => {
    let nChecked = 0;
    for (const scene of scenes(300)) {
      const picture = paintScene(scene, SIZE);
      picture.patches.forEach(({ color }, patch) => {
        if (color === "background" || picture.objectCover[patch]! < 0.99) return;
        const [from = 0, to = 0] = HUES[color];
        const hue = hueOf(meanOf(picture, patch));
        const isInside = from < to ? hue >= from && hue <= to : hue >= from || hue <= to;
        expect(isInside, `${color} has hue ${hue}`).toBe(true);
        nChecked++;
      });
    }
    expect(nChecked).toBeGreaterThan(500);
  });

  it("is even where its label says plain, and of two tones where it says anything else", () => {
    for (const scene of scenes(300)) {
      const picture = paintScene(scene, 256);
      const { x, y, radius, shape, texture } = scene.main;
      if (shape === "ring") continue;
      const lights = new Set<number>();
      for (let i = -10; i <= 10; i++) {
        for (let j = -10; j <= 10; j++) {
          const [column, row] = [x + (i / 10) * radius * 0.3, y + (j / 10) * radius * 0.3].map((at) =>
            Math.floor(at * 256),
          );
          const at = 3 * (row! * 256 + column!);
          lights.add(picture.pixels[at]! + picture.pixels[at + 1]! + picture.pixels[at + 2]!);
        }
      }
      if (texture === "plain") expect(lights.size, texture).toBe(1);
      else expect(Math.max(...lights) - Math.min(...lights), texture).toBeGreaterThan(60);
    }
  });

  it("covers as much of the picture as its shape has area", () => {
    /** Of shapes of radius 1, by counting points. */
    const areaOf = (shape: (typeof SHAPES)[number]): number => {
      let inside = 0;
      for (let i = 0; i < 300; i++)
        for (let j = 0; j < 300; j++) if (DISTANCES[shape](i / 100 - 1.5, j / 100 - 1.5) < 0) inside++;
      return inside / 10_000;
    };
    for (const scene of scenes(200)) {
      const { x, y, radius, shape } = scene.main;
      const isWhole = [x, y].every((at) => at > radius * 1.25 && at < 1 - radius * 1.25);
      if (!isWhole) continue;
      const { objectCover } = paintScene(scene, SIZE);
      const area = objectCover.reduce((sum, cover) => sum + cover, 0) / PATCHES ** 2;
      expect(Math.abs(area / (areaOf(shape) * radius ** 2) - 1), shape).toBeLessThan(0.03);
    }
  });

  it("has the same patches at any size", () => {
    for (const scene of scenes(40)) {
      const [small, large] = [paintScene(scene, SIZE), paintScene(scene, 256)];
      small.objectCover.forEach((cover, patch) =>
        expect(Math.abs(cover - large.objectCover[patch]!)).toBeLessThan(0.06),
      );
      const mean = (picture: Picture, size: number): number[] =>
        Array.from({ length: 64 }, (_, patch) => meanOf(picture, patch, size)[1]);
      const [a, b] = [mean(small, SIZE), mean(large, 256)];
      expect(Math.max(...a.map((value, patch) => Math.abs(value - b[patch]!)))).toBeLessThan(12);
    }
  });

  it("shows all shapes, colors and textures about equally often, and a larger thing than any beside it", () => {
    const all = scenes(3000);
    for (const [kinds, of] of [
      [SHAPES, "shape"],
      [COLORS, "color"],
      [TEXTURES, "texture"],
    ] as const) {
      for (const kind of kinds) {
        const share = all.filter(({ main }) => main[of] === kind).length / all.length;
        expect(Math.abs(share * kinds.length - 1), kind).toBeLessThan(0.15);
      }
    }
    for (const { main, distractors } of all)
      for (const { radius } of distractors) expect(radius).toBeLessThan(main.radius / 2);
  });

  it("says when it cannot be cut into patches", () => {
    expect(() => paintScene(scenes(1)[0]!, 60)).toThrow("the side must be a multiple of 8, got 60");
  });
});
