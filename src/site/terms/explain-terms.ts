/** Shows the meaning of a term under the pointer or the focus, in the browser; a click, a tap and Enter need no script. */

/** A pointer that only passes opens nothing, and one that goes to the meaning does not close it. */
const DELAY_MS = 150;

export function explainTerms(): void {
  let pointed: Element | null = null;
  let timer = 0;
  const point = (place: Element | null): void => {
    if (place !== pointed) show(pointed, false);
    pointed = place;
    show(place, true);
  };
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType !== "mouse") return;
    clearTimeout(timer);
    const place = placeOf(target);
    if (place !== pointed) timer = window.setTimeout(() => point(place), DELAY_MS);
  });
  // Esc has closed it: the next time the pointer comes, it opens again.
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") pointed = null;
  });
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element && target.matches(".term:focus-visible")) show(placeOf(target), true);
  });
  document.addEventListener("focusout", ({ target }) => show(placeOf(target), false));
}

function placeOf(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest(".term-place") : null;
}

function show(place: Element | null, isShown: boolean): void {
  // A page that is left takes its elements with it.
  if (place?.isConnected === true) place.querySelector<HTMLElement>("[popover]")?.togglePopover(isShown);
}
