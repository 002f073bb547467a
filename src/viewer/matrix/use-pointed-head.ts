import { useEffect, useState, type RefObject } from "react";
import { enterGrid, headLink, neighborLink, prepareGrid } from "./grid-links.ts";

export interface PointedHead {
  /** `L3H5`. */
  readonly name: string;
  readonly link: HTMLAnchorElement;
  /** Whether a finger tapped it: then the card stays and links to the head. */
  readonly isTouched: boolean;
}

/**
 * The head under the pointer or with the focus. The first tap of a finger shows the card, the second opens the head.
 * Arrow keys move from head to head; a group of heads is one tab stop.
 */
export function usePointedHead(box: RefObject<HTMLElement | null>): PointedHead | null {
  const [pointed, setPointed] = useState<PointedHead | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    prepareGrid(element);
    const stop = new AbortController();
    const { signal } = stop;
    const point = (link: HTMLAnchorElement | null, isTouched = false): void =>
      setPointed(link ? { name: link.dataset["head"] ?? "", link, isTouched } : null);
    let pointer = "mouse";
    element.addEventListener("pointerdown", (event) => (pointer = event.pointerType), { signal });
    element.addEventListener(
      "pointerover",
      (event) => event.pointerType === "mouse" && point(headLink(event)),
      { signal },
    );
    element.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && point(null), {
      signal,
    });
    element.addEventListener(
      "click",
      (event) => {
        const link = headLink(event);
        if (link === null || pointer === "mouse" || event.detail === 0) return;
        if (link.dataset["touched"] === undefined) {
          event.preventDefault();
          event.stopPropagation();
          touch(element, link);
          point(link, true);
          // Scrolls the head out from under the card at the lower edge, whose height the stylesheet sets.
          link.scrollIntoView({ block: "nearest" });
        }
      },
      { signal, capture: true },
    );
    document.addEventListener(
      "pointerdown",
      (event) => {
        const isElsewhere =
          event.target instanceof Element && !event.target.closest("a[data-head], .head-card");
        if (event.pointerType === "mouse" || !isElsewhere) return;
        touch(element, null);
        point(null);
      },
      { signal },
    );
    element.addEventListener(
      "focusin",
      (event) => {
        const link = headLink(event);
        if (link === null) return;
        enterGrid(link);
        if (link.matches(":focus-visible")) point(link);
      },
      { signal },
    );
    element.addEventListener("focusout", (event) => headLink(event) && point(null), { signal });
    // Wherever the focus is: the card of a head under the pointer closes, too.
    document.addEventListener(
      "keydown",
      (event) => {
        const link = headLink(event);
        const next = link && neighborLink(element, link, event.key);
        if (event.key === "Escape") point(null);
        if (!next) return;
        event.preventDefault();
        next.focus();
      },
      { signal },
    );
    return () => stop.abort();
  }, [box]);
  useEffect(() => (pointed && box.current ? mark(box.current, pointed.link) : undefined), [box, pointed]);
  return pointed;
}

function touch(element: HTMLElement, link: HTMLElement | null): void {
  for (const other of element.querySelectorAll<HTMLElement>("a[data-touched]"))
    delete other.dataset["touched"];
  if (link) link.dataset["touched"] = "";
}

/** Marks the row and column of the head. @returns A function that removes the marks. */
function mark(element: HTMLElement, link: HTMLElement): () => void {
  const { row = "", column = "" } = link.dataset;
  const tower = link.closest(".tower") ?? element;
  const marked = tower.querySelectorAll(`[data-row="${row}"], [data-column="${column}"]`);
  for (const one of marked) one.classList.add("is-in-line");
  link.classList.add("is-pointed");
  return () => {
    for (const one of marked) one.classList.remove("is-in-line");
    link.classList.remove("is-pointed");
  };
}
