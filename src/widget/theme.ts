/** Light or dark: as the author says, or as the notebook is. */
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import type { Theme } from "./model.ts";

const FONTS = { font: "system-ui, sans-serif", serif: "Georgia, serif" };

/** The colors of the site, whose pages and maps they belong to. */
export const COLORS: Readonly<Record<"light" | "dark", OverlayColors>> = {
  light: { ink: "#23262b", page: "#fbfaf6", ground: "#f4f2ea", accent: "#c77d0a", ...FONTS },
  dark: { ink: "#e9e6dd", page: "#16181b", ground: "#1d2023", accent: "#eaa63a", ...FONTS },
};

export function isDark(theme: Theme): boolean {
  return theme === "auto" ? isNotebookDark() : theme === "dark";
}

/** JupyterLab and VS Code mark the page's body; elsewhere, the system decides. */
function isNotebookDark(): boolean {
  const { body, documentElement: root } = document;
  const marked = body.dataset["jpThemeLight"];
  if (marked !== undefined) return marked === "false";
  if (body.matches(".vscode-dark, .vscode-high-contrast")) return true;
  if (body.matches(".vscode-light")) return false;
  const theme = root.dataset["theme"];
  if (theme === "dark" || theme === "light") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/** Calls the listener whenever the notebook may have become light or dark, until the signal is aborted. */
export function watchTheme(listener: () => void, signal: AbortSignal): void {
  const observer = new MutationObserver(listener);
  const attributeFilter = ["data-jp-theme-light", "data-theme", "class"];
  for (const element of [document.body, document.documentElement])
    observer.observe(element, { attributeFilter });
  signal.addEventListener("abort", () => observer.disconnect());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", listener, { signal });
}
