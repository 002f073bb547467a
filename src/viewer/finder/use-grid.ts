import { useEffect, useMemo, useRef, type RefObject } from "react";
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
  const links = useRef<(HTMLAnchorElement | undefined)[]>([]);
  useEffect(() => {
    const own: (HTMLAnchorElement | undefined)[] = [];
    for (const link of box.current?.querySelectorAll<HTMLAnchorElement>("a[data-head]") ?? []) {
      const head = places.get(link.dataset["head"] ?? "");
      if (head !== undefined) own[head] = link;
    }
    links.current = own;
    return () => {
      for (const link of own) link?.removeAttribute("data-is-out");
    };
  }, [box, places]);
  useEffect(() => {
    // After the table and the scatter are drawn: a grid of thousands takes the browser longer than both.
    const frame = requestAnimationFrame(() => {
      for (const [head, link] of links.current.entries()) {
        const isOut = passes !== null && passes[head] === 0;
        if (link !== undefined && link.hasAttribute("data-is-out") !== isOut)
          link.toggleAttribute("data-is-out", isOut);
      }
    });
    return () => cancelAnimationFrame(frame);
  }, [passes]);
  useEffect(() => {
    let last: HTMLAnchorElement | undefined;
    const end = lit.subscribe((from) => {
      last?.removeAttribute("data-is-lit");
      last = lit.head === null || from === "grid" ? undefined : links.current[lit.head];
      last?.setAttribute("data-is-lit", "");
    });
    return () => {
      end();
      last?.removeAttribute("data-is-lit");
    };
  }, [lit]);
  useEffect(() => lit.light(places.get(pointed ?? "") ?? null, "grid"), [lit, places, pointed]);
}
