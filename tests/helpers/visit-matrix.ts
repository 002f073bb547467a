/** Opens pages of all heads. */
import type { Browser, Page } from "playwright-core";
import { visit, type Visit, type VisitOptions } from "./visit.ts";

export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** Opens a page of all heads and waits until its thumbnails are those that are asked for. */
export async function openMatrix(browser: Browser, path: string, options: VisitOptions = {}): Promise<Visit> {
  const visitor = await visit(browser, path, options);
  await visitor.page.waitForLoadState("networkidle");
  await settled(visitor.page);
  return visitor;
}

export async function settled(page: Page): Promise<void> {
  await page.waitForSelector("astro-island:not([ssr]) .head-matrix:not([data-is-loading])");
}
