/** `node tests/visual/take-screenshot.ts`: the README's picture, of the built site in dist/. */
import sharp from "sharp";
import { serve } from "../../scripts/serve.ts";
import { launchBrowser } from "../helpers/browser.ts";
import { mapReady, placeOf, visit } from "../helpers/visit.ts";

const site = await serve("dist");
const browser = await launchBrowser();
const { page, close } = await visit(browser, `${site.address}tiny-gpt/stories/L0H3/?c=position&s=q127`, {
  viewport: { width: 1280, height: 860 },
  deviceScaleFactor: 1.5,
});
await mapReady(page);
await page.locator(".attended li").first().waitFor();
const { x, y } = await placeOf(page, 127);
await page.mouse.move(x, y);
const shot = await page.screenshot();
await sharp(shot).webp({ quality: 82, effort: 6 }).toFile("public/screenshot.webp");
await close();
await browser.close();
await site.close();
