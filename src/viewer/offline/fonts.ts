/** Fonts of an offline copy. They lie in its styles, are read after the first layout, and would move what is shown by then. */

/** How long fonts are waited for. */
const MOST_HIDDEN_MS = 500;

/** Hides the page until its fonts are there. */
export function showWithFonts(): void {
  const hidden = new CSSStyleSheet();
  hidden.replaceSync("body { visibility: hidden }");
  document.adoptedStyleSheets.push(hidden);
  const show = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== hidden);
  };
  document.addEventListener("DOMContentLoaded", () => void fontsReady().then(show));
  setTimeout(show, MOST_HIDDEN_MS);
}

async function fontsReady(): Promise<void> {
  const links = document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]');
  await Promise.all(Array.from(links, read));
  await Promise.allSettled(Array.from(document.fonts, (font) => font.load()));
}

/** A page may be read before its styles are. */
async function read(link: HTMLLinkElement): Promise<void> {
  if (link.sheet !== null) return;
  await new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
}
