import { describe, expect, it } from "vitest";
import { formatCamera, isSameCamera, parseCamera, roundedCamera } from "#atlas/view/camera.ts";

describe("the camera in an address", () => {
  it("is its middle and zoom, and two angles where the map is turned", () => {
    expect(formatCamera({ x: 0.12, y: -0.4, zoom: 3.5, turned: null })).toBe("0.12_-0.4_3.5");
    expect(parseCamera("0.12_-0.4_3.5_29_-20")).toEqual({ x: 0.12, y: -0.4, zoom: 3.5, turned: [29, -20] });
  });

  it("is rounded to what the address holds, once around at most", () => {
    expect(roundedCamera({ x: -0.00004, y: 0.12345, zoom: 3.14159, turned: [-361.4, 20.05] })).toEqual({
      x: 0,
      y: 0.123,
      zoom: 3.14,
      turned: [359, 20],
    });
  });

  it("is none where it says nothing that a map could show", () => {
    const junk = [
      "",
      "1",
      "1_2",
      "1_2_0",
      "1_2_1000",
      "99_0_1",
      "1_2_3_4",
      "1_2_3_4_91",
      "1_2_x",
      "1_2_3_4_5_6",
      // Just beyond the edges.
      "10.001_0_1",
      "-10.001_0_1",
      "0_10.001_1",
      "0_-10.001_1",
      "0_0_0.099",
      "0_0_100.01",
      "0_0_1_0_90.001",
      "0_0_1_0_-91",
      "0_0_1_x_0",
      "0_0_1_0_x",
      // Numbers as other programs write them.
      "+1_0_1",
      "1e0_0_1",
      "0001_0_1",
      "1.0001_0_1",
      " 1_0_1",
    ];
    expect(junk.filter((text) => parseCamera(text) !== null)).toEqual([]);
  });

  it("is one up to the edges", () => {
    const edges = ["10_-10_0.1", "-10_10_100", "0_0_1_0_90", "0_0_1_359_-90"];
    expect(
      edges.map((text) => formatCamera(parseCamera(text) ?? { x: 0, y: 0, zoom: 0, turned: null })),
    ).toEqual(edges);
  });

  it("counts thousandths of places and hundredths of zoom, and has no zero below zero", () => {
    const { x, y, zoom, turned } = roundedCamera({ x: 0.1234, y: 0.5678, zoom: 1.234, turned: [0, -0.2] });
    expect([x, y, zoom]).toEqual([0.123, 0.568, 1.23]);
    expect(turned).toEqual([0, 0]);
  });

  it("is the same by its numbers", () => {
    const camera = { x: 0, y: 0, zoom: 2, turned: null };
    expect(isSameCamera(camera, { ...camera })).toBe(true);
    expect(isSameCamera(camera, { ...camera, turned: [0, 0] })).toBe(false);
    expect(isSameCamera(camera, null)).toBe(false);
  });
});
