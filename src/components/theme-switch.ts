/** The theme button: the reader's choice goes before the system's, and is remembered. */

/** Also read by the script in the page's head, before anything is drawn. */
export const THEME_KEY = "headland-theme";

export function startThemeSwitch(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-theme-switch]") : null;
    if (!button) return;
    const theme = document.documentElement.dataset["theme"] === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    remember(THEME_KEY, theme);
    describe();
  });
  document.addEventListener("astro:page-load", describe);
}

function describe(): void {
  const dark = document.documentElement.dataset["theme"] === "dark";
  document.querySelector("[data-theme-switch]")?.setAttribute("aria-pressed", String(dark));
}

/** Keeps a choice for the next visit. Where a browser forbids storage, the choice holds for this page. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch (error) {
    console.info("This browser keeps no settings for this site.", error);
  }
}
