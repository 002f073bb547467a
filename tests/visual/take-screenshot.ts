/** `node tests/visual/take-screenshot.ts`: the README's picture, of the built site in dist/. */
import sharp from "sharp";
import { serve } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, visit } from "../helpers/visit.ts";

const site = await serve("dist");
const browser = await launchBrowser();
const { page, close } = await visit(browser, `${site.address}tiny-gpt/stories/L0H3/`, {
  viewport: { width: 1440, height: 900 },
  deviceScaleFactor: 1.5,
});
await mapReady(page);
await page.locator(".overview ol li").first().waitFor();
// Names and currents come when the page is idle.
await page.waitForTimeout(3000);
const shot = await page.screenshot();
await sharp(shot).webp({ quality: 82, effort: 6 }).toFile("public/screenshot.webp");
await close();
await browser.close();
await site.close();
