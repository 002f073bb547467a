/** Bytes of a page until its first map stands: everything the browser asked for, gzip as any static host sends it. */
import { gzipSync } from "node:zlib";
import type { Browser, Response } from "playwright-core";
import { mapReady } from "./visit.ts";

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.js$/, "JavaScript"],
  [/\.css$/, "styles"],
  [/\.json$/, "data"],
  [/\.woff2$/, "fonts"],
  [/\.(webp|svg|png)$/, "pictures"],
];
/** What the map cannot be read without; fonts and pictures come beside it. */
export const NEEDED = ["HTML", "JavaScript", "styles", "data"];

/** @returns Bytes by kind: HTML, JavaScript, styles, data, pictures, fonts. */
export async function weighPage(
  browser: Browser,
  address: string,
  head: string,
): Promise<Map<string, number>> {
  const page = await browser.newPage();
  await page.addInitScript(noteFirstMap);
  const answers: Response[] = [];
  page.on("response", (response) => answers.push(response));
  await page.goto(`${address}${head}/`);
  await mapReady(page);
  const stoodMs = await page.evaluate(() => window.firstMapMs ?? Infinity);
  const sizes = new Map<string, number>();
  for (const response of answers.filter((answer) => answer.ok())) {
    // What stands beside the map is asked for once it stands.
    if (response.request().timing().startTime > stoodMs) continue;
    const path = new URL(response.url()).pathname;
    // What is fetched for a later step to a neighboring head is no part of the first map.
    if (/\/L\d+H\d+\//.test(path) && !path.includes(`/${head}/`)) continue;
    const kind = KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "HTML";
    const body = await response.body();
    const isPacked = kind === "fonts" || kind === "pictures";
    sizes.set(kind, (sizes.get(kind) ?? 0) + (isPacked ? body.length : gzipSync(body).length));
  }
  await page.close();
  return sizes;
}

declare global {
  interface Window {
    /** When the first map stood, in milliseconds since 1970. */
    firstMapMs?: number;
  }
}

/** Runs in the page, before its scripts. */
export function noteFirstMap(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('.map[data-state="ready"]') === null) return;
    window.firstMapMs = Date.now();
    observer.disconnect();
  });
  observer.observe(document, { subtree: true, childList: true, attributeFilter: ["data-state"] });
}

/** Bytes of what the first map needs. */
export function neededBytes(sizes: ReadonlyMap<string, number>): number {
  return NEEDED.reduce((sum, kind) => sum + (sizes.get(kind) ?? 0), 0);
}
