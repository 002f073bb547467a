import { XMLParser } from "fast-xml-parser";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFigure, type FigureRequest } from "#pipeline/figure/make-figure.ts";
import { attentionOutput } from "#pipeline/pack/outputs/attention.ts";
import { headsOutput } from "#pipeline/pack/outputs/heads.ts";
import { layerMapsOutput } from "#pipeline/pack/outputs/layer-maps.ts";
import { mapsOutput } from "#pipeline/pack/outputs/maps.ts";
import { pointsOutput } from "#pipeline/pack/outputs/points.ts";
import { tokensOutput } from "#pipeline/pack/outputs/tokens.ts";
import { USUAL_OPTIONS, USUAL_SCREEN, type FigureOptions } from "../../../../src/figure/options.ts";
import { writeSyntheticAtlas, type Written } from "../../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const MAPS = { methods: ["attention", "pca"], dims: [2, 3] } as const;

/** No pictures: figures are drawn from numbers. */
const DATA = [mapsOutput, pointsOutput, attentionOutput, tokensOutput, headsOutput];

async function atlasOf(nSequences: number, written?: Written): Promise<string> {
  const folder = await tempFolder();
  await writeSyntheticAtlas(
    folder,
    {
      model: "m",
      dataset: "d",
      kind: "text",
      nLayers: 1,
      nHeads: 1,
      nSequences,
      maps: MAPS,
      ...(written ? { written } : {}),
    },
    DATA,
  );
  return folder;
}

function request(folder: string, query = "", options: Partial<FigureOptions> = {}): FigureRequest {
  return {
    address: `/m/d/L0H0/${query}`,
    folders: [folder],
    screen: USUAL_SCREEN,
    options: { ...USUAL_OPTIONS, ...options },
  };
}

async function svgOf(asked: FigureRequest): Promise<string> {
  return new TextDecoder().decode((await makeFigure(asked, ".svg", 1)).bytes);
}

/** Every element is closed, in its order, and markup stands only in elements. */
function expectWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [tag, end, name = "", self] of svg.matchAll(
    /<(\/)?([a-zA-Z]+)(?:\s+[\w:-]+="[^"<]*")*\s*(\/)?>/g,
  )) {
    if (end !== undefined) expect(open.pop(), tag).toBe(name);
    else if (self === undefined) open.push(name);
  }
  expect(open).toEqual([]);
  const rest = svg.replace(/<\/?[a-zA-Z]+(?:\s+[\w:-]+="[^"<]*")*\s*\/?>/g, "");
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|#39);)/);
}

describe("the figure of a head", () => {
  it("is the same for the same request, and well-formed", async () => {
    const folder = await atlasOf(8);
    const [once, again] = [await svgOf(request(folder)), await svgOf(request(folder))];
    expect(again).toBe(once);
    expectWellFormed(once);
  });

  it("has a subpath for every point", async () => {
    const folder = await atlasOf(8);
    const svg = await svgOf(request(folder, "?color=position&names=off&currents=off"));
    const { dataset } = JSON.parse(await readFile(join(folder, "m/d/manifest.json"), "utf8")) as {
      dataset: { nTokens: number };
    };
    const group = /Map of L0H0<\/title>([^]*?)<\/g>/.exec(svg)?.[1] ?? "";
    expect(group.match(/M-?[\d.]/g)).toHaveLength(dataset.nTokens * 2);
  });

  it("has its caption, with chance beside quality, and its address", async () => {
    const folder = await atlasOf(8);
    const { svg } = new XMLParser({ ignoreAttributes: false }).parse(
      await svgOf(request(folder, "?m=pca")),
    ) as {
      svg: { title: string; desc: string; "@_width": string };
    };
    expect(svg.title).toMatch(/^Attention head L0H0 of /);
    expect(svg.desc).toMatch(
      /^PCA map in 2-D of [\d,]+ points: queries \(discs\) and keys \(rings\), colored by/,
    );
    expect(svg.desc).toMatch(/Trustworthiness \d\.\d\d \(chance\s0\.\d\d\)/);
    expect(svg.desc).toMatch(/\/m\/d\/L0H0\/\?m=pca$/);
    expect(svg["@_width"]).toBe("7in");
  });

  it.each([
    ["one-column", "3.3in"],
    ["slide", "13.3333in"],
  ] as const)("of the width %s is %s wide", async (width, inches) => {
    const svg = await svgOf(request(await atlasOf(4), "", { width }));
    expect(svg).toContain(`width="${inches}"`);
  });

  it("shows hostile tokens as text: nothing of them is markup, and every character is allowed in XML", async () => {
    const words = [
      "</svg><script>alert(1)</script>",
      "\u0000\u001f",
      "\u202eevil",
      "&amp;",
      "\ud800",
      "x".repeat(10_000),
    ];
    const folder = await atlasOf(8, { name: `<b>"N"</b>`, words, labels: { kind: ["<i>", "]]>"] } });
    for (const font of ["site", "text"] as const) {
      const svg = await svgOf(request(folder, "?select=q3&color=kind", { font }));
      expectWellFormed(svg);
      expect(svg).not.toContain("<script");
      // eslint-disable-next-line no-control-regex
      expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\ud800-\udbff](?![\udc00-\udfff])/);
    }
  });

  it("without background paints none, and without caption says nothing", async () => {
    const svg = await svgOf(request(await atlasOf(4), "", { isTransparent: true, hasCaption: false }));
    expect(svg).not.toContain("#fbfaf6");
    expect(svg).not.toContain('aria-label="Model');
  });
});

describe("the figure of all heads", () => {
  it("has a map for each, in rows of layers, and says what it is", async () => {
    const folder = await tempFolder();
    const shape = { kind: "text", nLayers: 2, nHeads: 3, nSequences: 3, maps: MAPS } as const;
    await writeSyntheticAtlas(folder, { model: "m", dataset: "d", ...shape }, [...DATA, layerMapsOutput]);
    const svg = await svgOf({ ...request(folder), address: "/m/d/?method=pca&color=position" });
    expectWellFormed(svg);
    const names = [...svg.matchAll(/aria-label="(L\dH\d)"/g)].map(([, name]) => name);
    expect(names).toEqual(["L0H0", "L0H1", "L0H2", "L1H0", "L1H1", "L1H2"]);
    expect(svg).toContain("PCA maps of 6 heads, a row per layer, colored by position.");
  });
});

describe("the figure of a sentence", () => {
  it("is drawn as lines and as a matrix, in SVG and in PDF, and so is the mean of all", async () => {
    const folder = await atlasOf(4);
    for (const part of ["lines", "matrix", "average"] as const) {
      const asked = { ...request(folder, "?select=q3"), part };
      expectWellFormed(await svgOf(asked));
      const { bytes } = await makeFigure(asked, ".pdf", 1);
      expect(new TextDecoder("latin1").decode(bytes.subarray(0, 5))).toBe("%PDF-");
    }
  });

  it("needs a selected token", async () => {
    const asked = { ...request(await atlasOf(2)), part: "matrix" } as const;
    await expect(makeFigure(asked, ".svg", 1)).rejects.toThrow(
      /^the address: a sentence is drawn only where one of its tokens is selected: expected one that selects a token/,
    );
  });
});

describe("an address that no figure can be drawn of", () => {
  it("names the atlases that there are", async () => {
    const folder = await atlasOf(2);
    const asked = { ...request(folder), address: "/other/d/L0H0/" };
    await expect(makeFigure(asked, ".svg", 1)).rejects.toThrow(
      /there is no such atlas: expected one of “m\/d”, received other\/d/,
    );
  });

  it("names the heads that there are", async () => {
    const asked = { ...request(await atlasOf(2)), address: "http://host/base/m/d/L7H0/?method=pca" };
    await expect(makeFigure(asked, ".svg", 1)).rejects.toThrow(
      /the atlas has no such head: expected one of “L0H0”, received L7H0/,
    );
  });

  it.each(["", "L0H0", "/guides/", "ftp://host/m/d/L0H0/", "/m/../L0H0/"])(
    "is told from one: “%s”",
    async (address) => {
      const asked = { ...request(await tempFolder()), address };
      await expect(makeFigure(asked, ".svg", 1)).rejects.toThrow(
        /^the address: this is not the page of a head|there is no such atlas/,
      );
    },
  );

  it("is told from a damaged atlas", async () => {
    const folder = await atlasOf(2);
    await writeFile(join(folder, "m/d/tokens.json"), "{");
    await expect(makeFigure(request(folder), ".svg", 1)).rejects.toThrow("tokens.json is damaged");
  });
});
