/** The map against the bare minimum: the same number of points of the same size, drawn by WebGL 2 alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady } from "../helpers/visit.ts";
import { hover, memory, pan, recolor, type Recolor } from "./drive-map.ts";
import { rawPage } from "./raw-page.ts";
import type { Bench } from "./run.ts";

/** Sentences of 6 to 35 words: about 10,000 and 25,000 tokens, each twice on the map. */
const N_SEQUENCES = [490, 1220] as const;
const ROUNDS = 5;
const FRAMES = 60;
const VIEWPORT = { width: 1280, height: 900 };

export default {
  title: "Maps of 20,000 and 50,000 points",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-map-"));
    const publicFolder = join(folder, "public");
    for (const nSequences of N_SEQUENCES) {
      const shape = {
        model: "made",
        dataset: `up${nSequences}`,
        kind: "text",
        nLayers: 1,
        nHeads: 1,
      } as const;
      await writeSyntheticAtlas(join(publicFolder, "atlas"), { ...shape, nSequences });
    }
    const site = await buildSite({ folder: join(folder, "site"), publicFolder });
    try {
      const measured: Measured[] = [];
      for (const nSequences of N_SEQUENCES)
        measured.push(await measure(`${site.address}made/up${nSequences}/L0H0/`));
      return table(measured);
    } finally {
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

interface Measured {
  readonly nPoints: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly pan: Readonly<Record<"raw" | "flat" | "contours", readonly number[]>>;
  readonly recolor: Recolor;
  readonly hover: readonly number[];
  readonly memory: { readonly heap: number; readonly process: number };
}

async function measure(address: string): Promise<Measured> {
  const browser = await launchBrowser();
  try {
    const { page, nPoints, size } = await open(browser, `${address}?l=0&h=off`);
    const held = await memory(browser, page);
    const { page: contoured } = await open(browser, `${address}?l=0&h=on`);
    const raw = await browser.newPage({ viewport: VIEWPORT });
    await raw.setContent(rawPage(nPoints, size));
    const times = { raw: [] as number[], flat: [] as number[], contours: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.flat.push(...(await pan(page, ".map .sigma-mouse", FRAMES)));
      times.raw.push(...(await pan(raw, "canvas", FRAMES)));
      times.contours.push(...(await pan(contoured, ".map .sigma-mouse", FRAMES)));
    }
    const recolored = await recolor(page, ["position", "role"], 6);
    return { nPoints, size, pan: times, recolor: recolored, hover: await hover(page, 100), memory: held };
  } finally {
    await browser.close();
  }
}

async function open(browser: Browser, address: string) {
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.addInitScript(() => localStorage.setItem("headland-about-seen", "yes"));
  await page.goto(address);
  await mapReady(page);
  const box = await page.locator(".map").boundingBox();
  const nPoints = await page.evaluate(() => (window.headland?.nTokens ?? 0) * 2);
  return {
    page,
    nPoints,
    size: { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) },
  };
}

function table(measured: readonly Measured[]): string {
  const [first] = measured;
  const row = (name: string, cell: (each: Measured) => string): string =>
    `| ${name} | ${measured.map(cell).join(" | ")} |`;
  const panned = (kind: keyof Measured["pan"]) => (each: Measured) =>
    `${median(each.pan[kind]).toFixed(1)} / ${mean(each.pan[kind]).toFixed(1)} / ${(mean(each.pan[kind]) / mean(each.pan.raw)).toFixed(2)}`;
  return [
    `${first?.size.width} × ${first?.size.height} pixels, software WebGL. Panning: the time between frames while the mouse drags, in ${ROUNDS} interleaved rounds of ${FRAMES} frames: median, mean, and mean relative to raw WebGL 2. Recoloring: the time from the choice of a color mode to the end of the next frame, including the calls to WebGL. Hovering: the time from the pointer's move to the page's response. Memory: that of the page with one map.`,
    "",
    row("", ({ nPoints }) => `${nPoints.toLocaleString("en")} points`),
    `| --- |${" ---: |".repeat(measured.length)}`,
    row("panning raw WebGL 2, ms", panned("raw")),
    row("panning the map, ms", panned("flat")),
    row("panning the map with contours, ms", panned("contours")),
    row("recoloring, median ms", (each) => median(each.recolor.times).toFixed(1)),
    row("new colors in the next frame", (each) => (each.recolor.isNextFrame ? "yes" : "no")),
    row("hovering, median / 95th percentile, ms", (each) =>
      [0.5, 0.95].map((share) => quantile(each.hover, share).toFixed(1)).join(" / "),
    ),
    row("JavaScript heap, MiB", (each) => each.memory.heap.toFixed(1)),
    row("the page's process, anonymous memory, MiB", (each) => each.memory.process.toFixed(0)),
  ].join("\n");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
