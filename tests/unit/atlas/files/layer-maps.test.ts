import { describe, expect, it } from "vitest";
import { decodeLayerMaps, encodeLayerMaps, formatLayer } from "#atlas/files/layer-maps.ts";

const first = { n: 2, x: Float32Array.of(-1, 1), y: Float32Array.of(0, 0.5) };
const second = { n: 2, x: Float32Array.of(0.25, 0), y: Float32Array.of(1, -1) };

describe("layer maps", () => {
  it("come back head by head, within half a 256th of the map", () => {
    const maps = decodeLayerMaps(JSON.parse(JSON.stringify(encodeLayerMaps([first, second]))), 2);
    expect(maps.map(({ x, y }) => [[...x], [...y]])).toEqual([
      [
        [0, 255],
        [128, 191],
      ],
      [
        [159, 128],
        [255, 0],
      ],
    ]);
  });

  it("say what is wrong when they are of another atlas or cut short", () => {
    const file = encodeLayerMaps([first, second]);
    expect(() => decodeLayerMaps(file, 3)).toThrow("layer maps: expected 3 points, received 2.");
    expect(() => decodeLayerMaps({ ...file, v: 2 }, 2)).toThrow("expected format version 1");
    expect(() => decodeLayerMaps({ ...file, nHeads: 3 }, 2)).toThrow("x: expected 6 bytes, received 4.");
  });

  it("say which axis is cut short, and are none without a number of heads", () => {
    const { nHeads, ...file } = encodeLayerMaps([first, second]);
    expect(() => decodeLayerMaps({ nHeads, ...file, y: "AAAA" }, 2)).toThrow(
      "y: expected 4 bytes, received 3.",
    );
    expect(() => decodeLayerMaps(file, 2)).toThrow(
      "nHeads: expected a whole number from 0 to 10000, received nothing.",
    );
    expect(() => decodeLayerMaps(null, 2)).toThrow("layer maps: expected format version 1");
  });

  it("are of a single head, too", () => {
    const [map] = decodeLayerMaps(encodeLayerMaps([first]), 2);
    expect([[...(map?.x ?? [])], [...(map?.y ?? [])]]).toEqual([
      [0, 255],
      [128, 191],
    ]);
  });

  it("are empty of a layer without heads", () => {
    const file = encodeLayerMaps([]);
    expect(file).toEqual({ v: 1, nHeads: 0, n: 0, x: "", y: "" });
    expect(decodeLayerMaps(file, 0)).toEqual([]);
  });

  it("are of no more heads than a layer has", () => {
    const none = { v: 1, nHeads: 1e12, n: 0, x: "", y: "" };
    expect(() => decodeLayerMaps(none, 0)).toThrow("nHeads: expected a whole number from 0 to 10000");
  });

  it("are named after their layer", () => {
    expect(formatLayer({ layer: 3 })).toBe("L3");
    expect(formatLayer({ tower: "encoder", layer: 0 })).toBe("encoder-L0");
  });
});

it("A file of layer maps counts its points", () => {
  const file = encodeLayerMaps([first, second]);
  expect(() => decodeLayerMaps({ ...file, n: "2" }, 2)).toThrow(/^n: expected a whole number/);
});
