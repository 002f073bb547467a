import { useEffect, type RefObject } from "react";

const NOTED = "is-noted";

/** While a name in the list of heads worth a look is pointed at or has the focus, its thumbnail stands out; a title's, all of its heads. */
export function useNotedHeads(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const stop = new AbortController();
    let noted: HTMLElement[] = [];
    const show = (event: Event): void => {
      const names = new Set(namesAt(event));
      // The pointer moves often, and a grid may have thousands of heads.
      if (names.size === 0 && noted.length === 0) return;
      element.toggleAttribute("data-is-noting", names.size > 0);
      for (const link of noted) link.classList.remove(NOTED);
      noted = [...element.querySelectorAll<HTMLElement>("a[data-head]")].filter((link) =>
        names.has(link.dataset["head"] ?? ""),
      );
      for (const link of noted) link.classList.add(NOTED);
    };
    for (const type of ["pointerover", "focusin"])
      element.addEventListener(type, show, { signal: stop.signal });
    for (const type of ["pointerleave", "focusout"])
      element.addEventListener(type, show, { signal: stop.signal });
    return () => stop.abort();
  }, [box]);
}

function namesAt({ type, target }: Event): string[] {
  if (type === "pointerleave" || type === "focusout" || !(target instanceof Element)) return [];
  const list = target.closest("a[data-notable]") ?? target.closest("h3")?.closest(".habit");
  const links = list?.matches("a") ? [list] : (list?.querySelectorAll("a[data-notable]") ?? []);
  return [...links].map((link) => (link as HTMLElement).dataset["notable"] ?? "");
}
