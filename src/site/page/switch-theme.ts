/** The button in the header of each page. A script in the layout applies the choice before the first paint. */
export function switchTheme(): void {
  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!(target instanceof Element) || !target.closest("[data-switch-theme]")) return;
    const root = document.documentElement;
    const isDark = getComputedStyle(root).colorScheme === "dark";
    const theme = isDark ? "light" : "dark";
    root.dataset["theme"] = theme;
    try {
      localStorage.setItem("headland-theme", theme);
    } catch {
      // Storage is blocked: the choice holds until the reader leaves the page.
    }
  });
}
