/** What axe checks a page with. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { IS_FROM_DISK } from "./from-disk.ts";

/** From disk, axe may not fetch the style sheets, and the browser would complain; no rule that it applies needs them. */
export function axeOf(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).options({ preload: !IS_FROM_DISK });
}
