import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { roundedCamera } from "#atlas/view/camera.ts";
import { changeView, defaultView, formatView, parseView } from "#atlas/view/view-address.ts";
import { LAYER_CHOICES, LEFT_OUT, PANELS, TILES, type View } from "#atlas/view/view.ts";

const MAPS = { methods: METHODS, dims: [2, 3] } as const;
const thousandths = fc.integer({ min: -1500, max: 1500 }).map((n) => n / 1000);
const view: fc.Arbitrary<View> = fc.record({
  method: fc.constantFrom(...METHODS),
  dim: fc.constantFrom(2 as const, 3 as const),
  color: fc.constantFrom("auto", "role", "position", "objectCover"),
  selected: fc.option(
    fc.record({ role: fc.constantFrom("query" as const, "key" as const), token: fc.nat(99_999_999) }),
  ),
  search: fc.string({ maxLength: 200 }),
  labels: fc.boolean(),
  letters: fc.boolean(),
  contours: fc.constantFrom(...LAYER_CHOICES),
  currents: fc.constantFrom(...LAYER_CHOICES),
  sizeByNorm: fc.boolean(),
  lines: fc.nat(32),
  leastWeight: fc.nat(100).map((percent) => percent / 100),
  area: fc.option(fc.array(fc.tuple(thousandths, thousandths), { minLength: 3, maxLength: 24 })),
  onlyRole: fc.option(fc.constantFrom("query" as const, "key" as const)),
  only: fc.uniqueArray(fc.nat(999), { maxLength: 60 }),
  panel: fc.constantFrom(...PANELS),
  leftOut: fc.constantFrom(...LEFT_OUT),
  byValue: fc.boolean(),
  hidden: fc.array(
    fc.record({ role: fc.constantFrom("query" as const, "key" as const), token: fc.nat(99_999_999) }),
    { maxLength: 20 },
  ),
  pictureLines: fc.nat(96),
  pictureWeight: fc.nat(50),
  tiles: fc.constantFrom(...TILES),
  camera: fc.option(
    fc
      .record({
        x: fc.double({ min: -9, max: 9, noNaN: true }),
        y: fc.double({ min: -9, max: 9, noNaN: true }),
        zoom: fc.double({ min: 0.1, max: 60, noNaN: true }),
        turned: fc.option(fc.tuple(fc.integer({ min: -720, max: 720 }), fc.integer({ min: -90, max: 90 }))),
      })
      .map(roundedCamera),
  ),
  tour: fc.option(
    fc.record({ tour: fc.constantFrom("sink", "query-and-key"), step: fc.integer({ min: 1, max: 99 }) }),
  ),
  alignedTo: fc.option(fc.constantFrom("tiny-gpt", "gpt-step-0100")),
});

describe("the address of a view", () => {
  it("reads back as itself", () => {
    fc.assert(
      fc.property(view, (shown) => {
        expect(parseView(formatView(shown, MAPS), MAPS)).toEqual(shown);
      }),
    );
  });

  it("leaves defaults out", () => {
    expect(formatView(defaultView(MAPS), MAPS)).toBe("");
    expect(formatView({ ...defaultView(MAPS), method: "tsne", dim: 3 }, MAPS)).toBe(
      "?method=tsne&dimensions=3",
    );
    expect(formatView({ ...defaultView(MAPS), panel: "matrix", leftOut: "first" }, MAPS)).toBe(
      "?panel=matrix&leave-out=first",
    );
  });

  it("names the color of query and key where a reader chose it, as old links do", () => {
    expect(formatView({ ...defaultView(MAPS), color: "role" }, MAPS)).toBe("?color=role");
    expect(parseView("?c=role", MAPS).color).toBe("role");
    expect(parseView("", MAPS).color).toBe("auto");
  });

  it("gives the default for junk, and ignores keys it does not know", () => {
    expect(
      parseView(
        "?m=som&d=9&c=%3Cscript%3E&s=x12&k=-3&w=NaN&l=&a=1_2~x_3~4_5&p=pie&o=all&v=1_2_0&e=a_-1_1000&utm=1",
        MAPS,
      ),
    ).toEqual(defaultView(MAPS));
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(METHODS).toContain(parseView(junk, MAPS).method);
      }),
    );
  });

  it("names pressed entries by their place, however long their labels are", () => {
    expect(formatView({ ...defaultView(MAPS), only: [10, 0] }, MAPS)).toBe("?legend=10_0");
    expect(parseView("?color=kind&legend=10_0_10", MAPS).only).toEqual([10, 0]);
  });

  it("opens with a flat map, if there is one, whatever comes first in the list", () => {
    for (const [dims, opens] of [
      [[2, 3], 2],
      [[3, 2], 2],
      [[3], 3],
      [[2], 2],
    ] as const) {
      const maps = { methods: ["pca", "umap"], dims } as const;
      expect(defaultView(maps)).toMatchObject({ method: "pca", dim: opens });
      expect(formatView(defaultView(maps), maps)).toBe("");
      expect(parseView("", maps).dim).toBe(opens);
    }
  });

  it("asks for no map that the atlas lacks", () => {
    const maps = { methods: ["umap", "pca"], dims: [3] } as const;
    expect(parseView("?m=tsne&d=2", maps)).toMatchObject({ method: "umap", dim: 3 });
    expect(parseView("?m=pca&d=3", maps)).toMatchObject({ method: "pca", dim: 3 });
  });
});

describe("a view", () => {
  it("opens with what most readers want to see", () => {
    expect(defaultView(MAPS)).toEqual({
      method: "attention",
      dim: 2,
      color: "auto",
      selected: null,
      search: "",
      labels: true,
      letters: false,
      contours: "auto",
      currents: "auto",
      sizeByNorm: false,
      lines: 8,
      leastWeight: 0.03,
      area: null,
      onlyRole: null,
      only: [],
      panel: "text",
      leftOut: "none",
      byValue: false,
      hidden: [],
      pictureLines: 24,
      pictureWeight: 0,
      tiles: "both",
      camera: null,
      alignedTo: null,
      tour: null,
    });
  });

  it("has choices whose names stand in addresses", () => {
    expect(PANELS).toEqual(["text", "lines", "matrix", "average"]);
    expect(LEFT_OUT).toEqual(["none", "special", "first", "both"]);
    expect(LAYER_CHOICES).toEqual(["auto", "on", "off"]);
  });
});

describe("the edges of an address", () => {
  const read = (search: string): View => parseView(search, MAPS);
  const junk = (search: string): void => expect(read(search), search).toEqual(defaultView(MAPS));

  it("are those of colors: a word of 41 letters, digits and dashes after a letter", () => {
    for (const color of ["objectCover", "Kind", "label-1", "a_b", "c".repeat(41)])
      expect(read(`?c=${color}`).color).toBe(color);
    for (const color of ["1st", "role!", "-a", "c".repeat(42)]) junk(`?c=${color}`);
  });

  it("are those of points: a letter and eight digits", () => {
    expect(read("?s=q12345678").selected).toEqual({ role: "query", token: 12_345_678 });
    expect(read("?s=k0").selected).toEqual({ role: "key", token: 0 });
    for (const point of ["k123456789", "xk1", "k1x", "k", "1", "K1"]) junk(`?s=${point}`);
  });

  it("are those of numbers: what lies above is the highest, and three digits with three decimals are read", () => {
    expect([read("?k=32").lines, read("?k=33").lines, read("?k=999").lines]).toEqual([32, 32, 32]);
    expect([read("?k=0").lines, read("?k=3.4").lines, read("?k=3.6").lines]).toEqual([0, 3, 4]);
    expect([read("?w=0").leastWeight, read("?w=1").leastWeight, read("?w=1.5").leastWeight]).toEqual([
      0, 1, 1,
    ]);
    expect(read("?w=0.125").leastWeight).toBe(0.125);
    for (const address of ["?k=0003", "?k=3x", "?k=x3", "?w=0.0001", "?w=-1", "?w=1e0", "?w=.5"])
      junk(address);
  });

  it("are those of searches: 200 characters, read and written", () => {
    const long = "ab".repeat(101);
    expect(read(`?q=${long}`).search).toBe("ab".repeat(100));
    expect(formatView({ ...defaultView(MAPS), search: long }, MAPS)).toBe(`?search=${"ab".repeat(100)}`);
  });

  it("are those of the legend: 100 entries of three digits, none of them empty", () => {
    const places = Array.from({ length: 101 }, (_, i) => i);
    expect(read(`?e=${places.join("_")}`).only).toEqual(places.slice(0, 100));
    expect(read("?e=999_1000_0001_x1_1x").only).toEqual([999]);
    junk("?f=&f=");
  });

  it("are those of tokens left out: a hundred points, all of which can be read", () => {
    const points = Array.from({ length: 101 }, (_, i) => `k${i}`);
    expect(read(`?hidden=${points.join("_")}`).hidden).toHaveLength(100);
    for (const hidden of ["q1_x2", "1", "q1__k2", "_"]) junk(`?hidden=${hidden}`);
    expect([read("?picture-lines=200").pictureLines, read("?picture-weight=51").pictureWeight]).toEqual([
      96, 50,
    ]);
  });

  it("are those of areas: 3 to 24 corners of two numbers within 10", () => {
    const corner = (i: number): readonly [number, number] => [i / 100, -i / 100];
    for (const n of [2, 3, 24, 25]) {
      const area = Array.from({ length: n }, (_, i) => corner(i));
      const address = formatView({ ...defaultView(MAPS), area }, MAPS);
      expect(read(address).area, address).toEqual(
        n === 3 || n === 24 ? area.map(([x, y]) => [x, y + 0]) : null,
      );
    }
    for (const edge of ["9.999_0", "-9.999_0", "0_9.999", "0_-9.999"])
      expect(read(`?a=0_0~1_1~${edge}`).area, edge).toHaveLength(3);
    for (const edge of ["10_0", "-10_0", "0_10", "0_-10", "10.5_0", "0_10.5", "1", "1_2_3", "1_x", "x_1"])
      junk(`?a=0_0~1_1~${edge}`);
  });
});

describe("an address that people read", () => {
  it("escapes only what would mean something else", () => {
    const written = (search: string): string => formatView({ ...defaultView(MAPS), search }, MAPS);
    expect(written("he,she")).toBe("?search=he,she");
    expect(written("label:red /en$/")).toBe("?search=label:red+/en%24/");
    expect(written("a&b=c#d+e%2C<i>")).toBe("?search=a%26b%3Dc%23d%2Be%252C%3Ci%3E");
    expect(parseView(written("a&b=c#d+e%2C<i>"), MAPS).search).toBe("a&b=c#d+e%2C<i>");
  });

  it("has the corners of an outline as they are", () => {
    const area = [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const;
    expect(formatView({ ...defaultView(MAPS), area }, MAPS)).toBe("?area=0_0~1_0~0_1");
  });
});

describe("a change of the view", () => {
  const whole = defaultView(MAPS);

  it("is the same view where nothing differs", () => {
    fc.assert(
      fc.property(view, (shown) => {
        expect(changeView(shown, {})).toBe(shown);
        expect(changeView(shown, { method: shown.method, panel: shown.panel })).toBe(shown);
      }),
    );
    const chosen = changeView(whole, { selected: { role: "key", token: 3 } });
    expect(changeView(chosen, { selected: { role: "key", token: 3 } })).toBe(chosen);
  });

  it("takes the outline with the method, outline and camera with the dimension, and pressed entries with the colors", () => {
    const area = [
      [0, 0],
      [1, 0],
      [0, 1],
    ] as const;
    const camera = roundedCamera({ x: 0.5, y: 0.5, zoom: 2, turned: null });
    const busy = { ...whole, area, camera, only: [1, 2] };
    expect(changeView(busy, { method: "pca" })).toEqual({ ...busy, method: "pca", area: null });
    expect(changeView(busy, { dim: 3 })).toEqual({ ...busy, dim: 3, area: null, camera: null });
    expect(changeView(busy, { color: "position" })).toEqual({ ...busy, color: "position", only: [] });
    expect(changeView(busy, { labels: false })).toEqual({ ...busy, labels: false });
  });

  it("keeps what is asked for together with it", () => {
    expect(changeView(whole, { color: "position", only: [4] }).only).toEqual([4]);
  });
});
