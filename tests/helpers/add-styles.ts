import type { Page } from "playwright-core";

/** Adds a style sheet to a page, as its policy lets scripts do it. @returns A function that removes it. */
export async function addStyles(page: Page, css: string): Promise<() => Promise<void>> {
  const handle = await page.evaluateHandle((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return sheet;
  }, css);
  return () =>
    handle.evaluate((sheet) => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    });
}
