import { describe, expect, it } from "vitest";
import { formatCamera, isSameCamera, parseCamera, roundedCamera } from "#atlas/camera.ts";

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
    ];
    expect(junk.filter((text) => parseCamera(text) !== null)).toEqual([]);
  });

  it("is the same by its numbers", () => {
    const camera = { x: 0, y: 0, zoom: 2, turned: null };
    expect(isSameCamera(camera, { ...camera })).toBe(true);
    expect(isSameCamera(camera, { ...camera, turned: [0, 0] })).toBe(false);
    expect(isSameCamera(camera, null)).toBe(false);
  });
});
