/** The about box: opened by its button, and by itself on a first visit. A native dialog: Esc and focus are the browser's. */
import { remember } from "./theme-switch.ts";

const SEEN_KEY = "headland-about";

export function startAboutBox(): void {
  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const box = aboutBox();
    if (!target || !box) return;
    if (target.closest("[data-about-open]")) open(box);
    else if (target.closest("[data-about-close]") || target === box) box.close();
  });
  document.addEventListener("astro:page-load", () => {
    const box = aboutBox();
    if (box && isFirstVisit()) open(box);
  });
}

function open(box: HTMLDialogElement): void {
  if (!box.open) box.showModal();
  remember(SEEN_KEY, "seen");
}

function aboutBox(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("dialog#about");
}

/** Where a browser forbids storage every visit would be the first: then the box waits for its button. */
function isFirstVisit(): boolean {
  try {
    return localStorage.getItem(SEEN_KEY) === null;
  } catch {
    return false;
  }
}
