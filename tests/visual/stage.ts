/** Brings a scene onto a page, and looks at it. */
import type { Browser, Page } from "playwright-core";
import { visit, type Visit } from "../helpers/visit.ts";
import type { Scene } from "./scenes.ts";

const WIDTHS = {
  desk: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

/** Opens a scene and waits until nothing on it changes any more. */
export async function stage(browser: Browser, address: string, scene: Scene): Promise<Visit> {
  const visitor = await visit(browser, `${address}${scene.path}`, {
    ...WIDTHS[scene.width ?? "desk"],
    colorScheme: scene.theme ?? "light",
    reducedMotion: "reduce",
    ...(scene.isFirst ? { isFirst: true } : {}),
    ...(scene.hasWebGL === false ? { hasWebGL: false } : {}),
  });
  const { page } = visitor;
  await page.waitForLoadState("networkidle");
  await scene.act?.(page);
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What is below the fold would wait until it is scrolled to.
    for (const image of document.images) image.loading = "eager";
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
  });
  await stands(page);
  return visitor;
}

/** A map gets its names, and later its currents, once it has been shown for a while. */
const STILL_MS = { map: 900, others: 120 };

/** Waits until pictures in a row are the same for a while. */
export async function stands(page: Page): Promise<void> {
  const stillMs = (await page.locator(".map").count()) > 0 ? STILL_MS.map : STILL_MS.others;
  let [last, since] = [await page.screenshot(), Date.now()];
  for (let attempt = 0; attempt < 20; attempt++) {
    await page.waitForTimeout(120);
    const next = await page.screenshot();
    if (!next.equals(last)) [last, since] = [next, Date.now()];
    else if (Date.now() - since >= stillMs) return;
  }
}

/** How far the page is wider than the screen, in pixels. A phone widens its window with the page: not measured by that. */
export async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Texts that reach beyond the box that holds them; what is cut off there on purpose is not among them. */
export async function spilled(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const holders = "main, aside, dialog, figcaption, .hover-card, .head-card, .options-box, .map-frame";
    const found = new Set<string>();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const holder = parent?.closest(holders);
      if (!parent || !holder || parent.closest("svg, script, style, option, .visually-hidden")) continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      let isCut = false;
      for (let at: Element = parent; at !== holder && at.parentElement; at = at.parentElement)
        isCut ||= getComputedStyle(at).overflowX !== "visible";
      if (isCut) continue;
      const { left, right } = holder.getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 0 && (box.left < left - 1 || box.right > right + 1))
          found.add(`“${(node.textContent ?? "").slice(0, 40)}” in ${holder.tagName} ${holder.className}`);
    }
    return [...found];
  });
}

/** Pairs of texts that lie over each other although neither floats: what a designer sees first. */
export async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const floats = (element: Element | null): Element | null => {
      for (let at = element; at; at = at.parentElement) {
        if (/^(fixed|absolute|sticky)$/.test(getComputedStyle(at).position)) return at;
      }
      return null;
    };
    /** What is left of a box after everything around it that clips. */
    const clipped = (box: DOMRect, element: Element): DOMRect => {
      let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
      for (let at: Element | null = element; at; at = at.parentElement) {
        if (getComputedStyle(at).overflow === "visible") continue;
        const around = at.getBoundingClientRect();
        [left, top] = [Math.max(left, around.left), Math.max(top, around.top)];
        [right, bottom] = [Math.min(right, around.right), Math.min(bottom, around.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const isTurned = (element: Element): boolean =>
      getComputedStyle(element).writingMode !== "horizontal-tb" ||
      getComputedStyle(element).transform.startsWith("matrix");
    const texts: { text: string; box: DOMRect; layer: Element | null }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = node.textContent?.trim() ?? "";
      // The box of a turned text says little of where its letters are.
      if (
        parent === null ||
        text === "" ||
        isTurned(parent) ||
        parent.closest("svg, script, style, option, .visually-hidden")
      )
        continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const layer = floats(parent);
      const rects = [...range.getClientRects()];
      // A line that ends in an ellipsis is told twice by the browser: whole, and as far as it is seen.
      const isWhole = (box: DOMRect, i: number): boolean =>
        !rects.some((other, j) => j < i && other.left === box.left && other.top === box.top);
      for (const box of rects.filter(isWhole)) texts.push({ text, box: clipped(box, parent), layer });
    }
    const found: string[] = [];
    texts.forEach((a, i) => {
      for (const b of texts.slice(i + 1)) {
        if (a.layer !== b.layer) continue;
        const width = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const height = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        const least = Math.min(a.box.height, b.box.height);
        // Lines stand close: a third of a line is no accident.
        if (width > 2 && height > least / 3)
          found.push(`“${a.text.slice(0, 40)}” and “${b.text.slice(0, 40)}”`);
      }
    });
    return [...new Set(found)];
  });
}
