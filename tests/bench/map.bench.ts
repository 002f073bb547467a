/** The map against the bare minimum: the same number of points of the same size, drawn by WebGL 2 alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady } from "../helpers/visit.ts";
import { cpuSeconds, hover, memory, pan, recolor, rest, type Recolor } from "./drive-map.ts";
import { rawPage } from "./raw-page.ts";
import type { Bench } from "./run.ts";

/** Sentences of 6 to 35 words: about 10,000, 25,000 and 100,000 tokens, each twice on the map. */
const N_SEQUENCES = [490, 1220, 4880] as const;
const ROUNDS = 5;
const FRAMES = 60;
const VIEWPORT = { width: 1280, height: 900 };

export default {
  title: "Maps of 20,000 to 200,000 points",
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

type Panned = "raw" | "flat" | "contours";

interface Panning {
  readonly times: readonly number[];
  /** Of all the browser's processes, over all frames. */
  readonly cpuSeconds: number;
}

interface Measured {
  readonly nPoints: number;
  readonly size: { readonly width: number; readonly height: number };
  readonly pan: Readonly<Record<Panned, Panning>>;
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
    const none = (): { times: number[]; cpuSeconds: number } => ({ times: [], cpuSeconds: 0 });
    const panned = { raw: none(), flat: none(), contours: none() };
    const run = async (kind: Panned, on: Page, selector: string): Promise<void> => {
      await rest(on);
      const before = await cpuSeconds(browser);
      panned[kind].times.push(...(await pan(on, selector, FRAMES)));
      panned[kind].cpuSeconds += (await cpuSeconds(browser)) - before;
    };
    for (let round = 0; round < ROUNDS; round++) {
      await run("flat", page, ".map .sigma-mouse");
      await run("raw", raw, "canvas");
      await run("contours", contoured, ".map .sigma-mouse");
    }
    const recolored = await recolor(page, ["position", "role"], 6);
    return { nPoints, size, pan: panned, recolor: recolored, hover: await hover(page, 100), memory: held };
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
  const panned =
    (kind: Panned) =>
    ({ pan: { raw, [kind]: own } }: Measured) =>
      [
        median(own.times).toFixed(1),
        mean(own.times).toFixed(1),
        (mean(own.times) / mean(raw.times)).toFixed(2),
        (own.cpuSeconds / raw.cpuSeconds).toFixed(2),
      ].join(" / ");
  return [
    `${first?.size.width} × ${first?.size.height} pixels, software WebGL. Panning: the time between frames while the mouse drags, in ${ROUNDS} interleaved rounds of ${FRAMES} frames: median, mean, mean relative to raw WebGL 2, and CPU time of all processes of the browser relative to raw WebGL 2. Recoloring: the time from the choice of a color mode to the end of the next frame, including the calls to WebGL. Hovering: the time from the pointer's move to the page's response. Memory: that of the page with one map.`,
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
