import { useEffect, useMemo, type RefObject } from "react";
import type { FinderTable } from "#finder/finder-table.ts";
import type { LitHead } from "#finder/lit-head.ts";

interface GridLinks {
  readonly box: RefObject<HTMLElement | null>;
  readonly table: FinderTable;
  /** 1 for the heads that stay; null if all do. */
  readonly passes: Uint8Array | null;
  readonly lit: LitHead;
  /** Name of the head whose map is pointed at. */
  readonly pointed: string | null;
}

/** Fades the maps of heads that were left out, and lights that of the head which is pointed at in the table or the scatter. */
export function useGrid({ box, table, passes, lit, pointed }: GridLinks): void {
  const places = useMemo(() => new Map(table.names.map((name, head) => [name, head])), [table]);
  useEffect(() => {
    const grid = box.current;
    if (grid === null) return;
    const fade = (link: HTMLElement): void => {
      const head = places.get(link.dataset["head"] ?? "");
      const isOut = head !== undefined && passes !== null && passes[head] === 0;
      if (link.hasAttribute("data-is-out") !== isOut) link.toggleAttribute("data-is-out", isOut);
    };
    const fadeBelow = (element: Element): void =>
      element.querySelectorAll<HTMLElement>("a[data-head]").forEach(fade);
    // After the table and the scatter are drawn. Maps of a folded layer follow when it is opened: there may be thousands.
    const frame = requestAnimationFrame(() => {
      for (const group of grid.querySelectorAll(".matrix"))
        if (group.closest("details:not([open])") === null) fadeBelow(group);
    });
    const onToggle = ({ target }: Event): void => {
      if (target instanceof HTMLDetailsElement && target.open) fadeBelow(target);
    };
    grid.addEventListener("toggle", onToggle, { capture: true });
    return () => {
      cancelAnimationFrame(frame);
      grid.removeEventListener("toggle", onToggle, { capture: true });
    };
  }, [box, places, passes]);
  useEffect(() => {
    const grid = box.current;
    return () => {
      for (const link of grid?.querySelectorAll("[data-is-out]") ?? []) link.removeAttribute("data-is-out");
    };
  }, [box]);
  useEffect(() => {
    let last: Element | null = null;
    const end = lit.subscribe((from) => {
      last?.removeAttribute("data-is-lit");
      const name = lit.head === null || from === "grid" ? undefined : table.names[lit.head];
      last =
        name === undefined
          ? null
          : (box.current?.querySelector(`.matrix a[data-head="${CSS.escape(name)}"]`) ?? null);
      last?.setAttribute("data-is-lit", "");
    });
    return () => {
      end();
      last?.removeAttribute("data-is-lit");
    };
  }, [box, table, lit]);
  useEffect(() => lit.light(places.get(pointed ?? "") ?? null, "grid"), [lit, places, pointed]);
}
