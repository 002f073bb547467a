import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatCamera, isNearCamera, isSameCamera, parseCamera, roundedCamera } from "#atlas/view/camera.ts";

describe("the camera in an address", () => {
  it("is its middle and zoom, and two angles where the map is turned", () => {
    expect(formatCamera({ x: 0.12, y: -0.4, zoom: 3.5, turned: null })).toBe("0.12_-0.4_3.5");
    expect(parseCamera("0.12_-0.4_3.5_29_-20")).toEqual({ x: 0.12, y: -0.4, zoom: 3.5, turned: [29, -20] });
  });

  it("is rounded to what the address holds, once around at most", () => {
    expect(roundedCamera({ x: -0.000004, y: 0.123456, zoom: 3.14159, turned: [-361.404, 20.055] })).toEqual({
      x: 0,
      y: 0.12346,
      zoom: 3.1416,
      turned: [358.6, 20.06],
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
      "10.00001_0_1",
      "-10.00001_0_1",
      "0_10.00001_1",
      "0_-10.00001_1",
      "0_0_0.09999",
      "0_0_100.0001",
      "0_0_1_0_90.001",
      "0_0_1_0_-91",
      "0_0_1_x_0",
      "0_0_1_0_x",
      // Numbers as other programs write them.
      "+1_0_1",
      "1e0_0_1",
      "0001_0_1",
      "1.000001_0_1",
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

  it("counts parts of a pixel, and has no zero below zero and no full turn", () => {
    const rounded = roundedCamera({ x: 0.1234567, y: -1e-7, zoom: 1.23456, turned: [359.999, -0.002] });
    expect(rounded).toEqual({ x: 0.12346, y: 0, zoom: 1.2346, turned: [0, 0] });
    expect(formatCamera(rounded)).toBe("0.12346_0_1.2346_0_0");
  });

  it("is read as it was rounded, wherever it is", () => {
    const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
    const any = fc.record({
      x: number(-9.9, 9.9),
      y: number(-9.9, 9.9),
      zoom: number(0.1, 100),
      turned: fc.option(fc.tuple(number(-1e4, 1e4), number(-90, 90))),
    });
    fc.assert(
      fc.property(any, (camera) => {
        const rounded = roundedCamera(camera);
        expect(parseCamera(formatCamera(rounded))).toEqual(rounded);
        expect(isNearCamera(rounded, camera)).toBe(true);
      }),
    );
  });

  it("is hardly another one within about a pixel, and around a full turn", () => {
    const camera = { x: 0.5, y: 0, zoom: 2, turned: [359.8, 10] } as const;
    expect(isNearCamera(camera, { ...camera, x: 0.5004, zoom: 2.004, turned: [0.1, 10.4] })).toBe(true);
    for (const other of [
      { x: 0.501 },
      { y: 0.001 },
      { zoom: 2.01 },
      { turned: [0.4, 10] },
      { turned: [359.8, 11] },
    ] as const)
      expect(isNearCamera(camera, { ...camera, ...other })).toBe(false);
    expect(isNearCamera({ ...camera, turned: null }, { ...camera, turned: null })).toBe(true);
  });

  it("is the same by its numbers", () => {
    const camera = { x: 0, y: 0, zoom: 2, turned: null };
    expect(isSameCamera(camera, { ...camera })).toBe(true);
    expect(isSameCamera(camera, { ...camera, turned: [0, 0] })).toBe(false);
    expect(isSameCamera(camera, null)).toBe(false);
  });
});
