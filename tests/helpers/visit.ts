/** One reader of the site: a page that writes down everything that goes wrong on it. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { addStyles } from "./add-styles.ts";
import { DISK, fromDisk, IS_FROM_DISK } from "./from-disk.ts";

export interface Visit {
  readonly page: Page;
  /** Errors on the console, uncaught errors, answers of 400 and more, requests to another host. */
  readonly problems: string[];
  readonly close: () => Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** As one who comes for the first time, and sees the introduction. */
  readonly isFirst?: boolean;
  /** False for a browser that has none. */
  readonly hasWebGL?: boolean;
}

export async function visit(
  browser: Browser,
  address: string,
  { isFirst = false, hasWebGL = true, ...options }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // A server that compiles what it is asked for leaves the reader little of a small machine.
  context.setDefaultTimeout(60_000);
  if (!isFirst) await context.addInitScript(() => localStorage.setItem("headland-about-seen", "yes"));
  if (!hasWebGL) await context.addInitScript(hideWebGL);
  const page = await context.newPage();
  // A page that starts empty is led to the copy later.
  if (address.startsWith(DISK) || (IS_FROM_DISK && address === "about:blank")) await fromDisk(page);
  const problems: string[] = [];
  const { origin } = new URL(address);
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin)
      problems.push(`off origin: ${request.url()}`);
  });
  await page.goto(address);
  return { page, problems, close: () => context.close() };
}

/** Runs in the page: canvases answer as in a browser without WebGL. */
function hideWebGL(): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on each canvas, below
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: []) {
    return kind.startsWith("webgl") ? null : Reflect.apply(real, this, [kind, ...rest]);
  } as typeof real;
}

/** Waits until the map shows what is wanted, e.g. `{ head: "L1H2", projection: "umap2" }`. */
export async function mapReady(
  page: Page,
  wanted: { head?: string; projection?: string } = {},
): Promise<void> {
  const head = wanted.head === undefined ? "" : `[data-head="${wanted.head}"]`;
  const projection = wanted.projection === undefined ? "" : `[data-projection="${wanted.projection}"]`;
  await page.waitForSelector(`.map[data-state="ready"]${head}${projection}`);
  // Two frames: one to lay out, one to draw.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Longer than the map takes to notice that it rests, and than the address takes to follow it. */
const REST_MS = 300;
const MOST_RESTS = 60;

/** Waits until two readings in succession are the same, of the map's box, points and names, and of the address. */
export async function mapRests(page: Page): Promise<void> {
  const read = (): Promise<string> =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const { headland } = window;
      const last = (headland?.nTokens ?? 0) * 2 - 1;
      const points = [0, Math.floor(last / 3), last].map((point) => headland?.place(point));
      const box = document.querySelector(".map")?.getBoundingClientRect();
      return JSON.stringify([box, points, headland?.names(), location.search]);
    });
  let last = await read();
  for (let i = 0; i < MOST_RESTS; i++) {
    await page.waitForTimeout(REST_MS);
    const now = await read();
    if (now === last) return;
    last = now;
  }
  throw new Error(`The map does not come to rest: it is now ${last}`);
}

/** Where a point of the map is in the window, in CSS pixels. */
export async function placeOf(page: Page, point: number): Promise<{ x: number; y: number }> {
  return page.evaluate((index) => window.headland?.place(index) ?? { x: NaN, y: NaN }, point);
}

/** Share of the points at whose place something else than the map's ground is drawn. */
export async function inkShare(page: Page): Promise<number> {
  const { default: sharp } = await import("sharp");
  const show = await addStyles(page, ".map-overlay, .zoom-buttons, .hover-card { visibility: hidden }");
  const places = await page.evaluate(() => {
    const { headland } = window;
    return headland ? Array.from({ length: headland.nTokens * 2 }, (_, i) => headland.place(i)) : [];
  });
  const shot = await page.screenshot();
  await show();
  const { data, info } = await sharp(shot).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const scale = info.width / (page.viewportSize()?.width ?? info.width);
  const box = await page.locator(".map").boundingBox();
  if (box === null) return 0;
  const pixel = (x: number, y: number): string => {
    const at = (Math.floor(y * scale) * info.width + Math.floor(x * scale)) * 3;
    return [...data.subarray(at, at + 3)].join();
  };
  const ground = pixel(box.x + 3, box.y + 3);
  const inked = places.filter(({ x, y }) => NEAR.some(([dx, dy]) => pixel(x + dx, y + dy) !== ground));
  return inked.length / places.length;
}

/** A ring is empty in its middle. */
const NEAR = [-3, -2, -1, 0, 1, 2, 3].flatMap((dx) => [[dx, 0] as const, [0, dx] as const]);
