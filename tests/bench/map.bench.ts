/** Panning the map against the bare minimum: the same number of points of the same size, drawn by WebGL 2 alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../helpers/browser.ts";
import { buildSite } from "../helpers/build-site.ts";
import { writeSyntheticAtlas } from "../helpers/synthetic-atlas.ts";
import { mapReady } from "../helpers/visit.ts";
import { rawPage } from "./raw-page.ts";
import type { Bench } from "./run.ts";

/** Sentences of 6 to 35 words: about 10,000 tokens, so 20,000 points. */
const N_SEQUENCES = 490;
const ROUNDS = 5;
const FRAMES = 60;

export default {
  title: "Panning 20,000 points",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-map-"));
    const publicFolder = join(folder, "public");
    const shape = { model: "made", dataset: "up", kind: "text", nLayers: 1, nHeads: 1 } as const;
    await writeSyntheticAtlas(join(publicFolder, "atlas"), { ...shape, nSequences: N_SEQUENCES });
    const site = await buildSite({ folder: join(folder, "site"), publicFolder });
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${site.address}made/up/L0H0/`);
      await mapReady(page);
      const box = await page.locator(".map").boundingBox();
      const nPoints = await page.evaluate(() => (window.headland?.nTokens ?? 0) * 2);
      const size = { width: Math.round(box?.width ?? 0), height: Math.round(box?.height ?? 0) };
      const raw = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await raw.setContent(rawPage(nPoints, size));
      const times = { map: [] as number[], raw: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        times.map.push(...(await pan(page, ".map .sigma-mouse")));
        times.raw.push(...(await pan(raw, "canvas")));
      }
      const row = (name: string, ms: readonly number[]): string =>
        `| ${name} | ${median(ms).toFixed(1)} | ${mean(ms).toFixed(1)} | ${(mean(ms) / mean(times.raw)).toFixed(2)} |`;
      return [
        `${nPoints.toLocaleString("en")} points on ${size.width} × ${size.height} pixels, software WebGL; time from frame to frame while the mouse drags, ${ROUNDS} rounds of ${FRAMES} frames in turn.`,
        "",
        "| | median ms per frame | mean | against raw WebGL 2 |",
        "| --- | ---: | ---: | ---: |",
        row("raw WebGL 2", times.raw),
        row("Headland's map", times.map),
      ].join("\n");
    } finally {
      await browser.close();
      await site.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** Drags by a pixel or two every frame. @returns Times from frame to frame, in milliseconds. */
async function pan(page: Page, selector: string): Promise<number[]> {
  await page.bringToFront();
  return page.evaluate(
    async ({ target, frames }) => {
      const element = document.querySelector(target);
      if (!element) throw new Error(`${target} is missing.`);
      const box = element.getBoundingClientRect();
      const send = (type: string, at: number): void => {
        const [clientX, clientY] = [box.left + 200 + at, box.top + 200 + at / 2];
        const init = { clientX, clientY, button: 0, buttons: 1, bubbles: true, cancelable: true };
        element.dispatchEvent(new MouseEvent(type, init));
      };
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      send("mousedown", 0);
      const stamps = [await frame()];
      for (let i = 1; i <= frames; i++) {
        // To and fro, so that the same points stay in sight.
        send("mousemove", i <= frames / 2 ? i * 2 : (frames - i) * 2);
        stamps.push(await frame());
      }
      send("mouseup", 0);
      return stamps.slice(1).map((stamp, i) => stamp - (stamps[i] ?? stamp));
    },
    { target: selector, frames: FRAMES },
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
