/**
 * Closes an open menu on Escape, and when the reader presses or goes elsewhere.
 *
 * @returns A function that stops listening.
 */
export function closeElsewhere(menu: HTMLDetailsElement): () => void {
  const end = new AbortController();
  const options = { capture: true, signal: end.signal };
  const isInside = (node: EventTarget | null): boolean => menu.contains(node as Node | null);
  for (const type of ["pointerdown", "focusin"])
    document.addEventListener(type, ({ target }) => (menu.open &&= isInside(target)), options);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      // Another Escape clears the selection.
      event.stopPropagation();
      menu.open = false;
      if (isInside(document.activeElement)) menu.querySelector("summary")?.focus();
    },
    options,
  );
  return () => end.abort();
}
