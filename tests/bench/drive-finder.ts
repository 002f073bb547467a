/** What a reader does in the finder, timed in the page itself. */
import type { Page } from "playwright-core";
import type { FinderFile } from "#finder/finder-file.ts";
import { seededRandom } from "#math/random.ts";

/** Layers of as many heads. */
const PER_LAYER = 100;

/** Made-up numbers of this many heads: `nColumns` measures, of which some are missing. */
export function syntheticFinder(nHeads: number, nColumns: number): FinderFile {
  const random = seededRandom(7);
  const heads = Array.from({ length: nHeads }, (_, i) => `L${Math.floor(i / PER_LAYER)}H${i % PER_LAYER}`);
  const numbers = (): (number | null)[] =>
    heads.map(() => (random() < 0.02 ? null : Number((random() ** 3).toPrecision(6))));
  return {
    v: 1,
    heads,
    words: { texts: ["", "previous token", "induction", "first token"], of: heads.map((_, i) => i % 4) },
    sorted: { texts: ["Query or key", "Position", "Kind"], of: heads.map((_, i) => (i * 7) % 3) },
    groups: { pattern: "Attention patterns", map: "Maps" },
    columns: Array.from({ length: nColumns }, (_, i) => ({
      id: i === 0 ? "distance" : i === 1 ? "entropy" : `measure-${i}`,
      title: `Measure ${i}`,
      group: i < 24 ? "pattern" : "map",
      unit: "",
      remarkable: "high" as const,
      values: numbers(),
      chance: i % 2 === 0 ? 0.1 : numbers(),
    })),
  };
}

/** Puts a link for every head in the place of the page's grid, folded by layers as the page folds those of large models. */
export async function growGrid(page: Page, heads: readonly string[]): Promise<void> {
  await page.evaluate(
    ({ names, perLayer }) => {
      const [tower, model] = [document.querySelector(".tower"), document.querySelector("a[data-head]")];
      if (!tower || !model) throw new Error("The page has no grid.");
      const layers: HTMLElement[] = [];
      for (let first = 0; first < names.length; first += perLayer) {
        const fold = document.createElement("details");
        fold.className = "layer";
        fold.open = first === 0;
        const [summary, group] = [document.createElement("summary"), document.createElement("div")];
        group.className = "matrix is-wrapped";
        for (const name of names.slice(first, first + perLayer)) {
          const link = model.cloneNode(true) as HTMLElement;
          link.dataset["head"] = name;
          group.append(link);
        }
        fold.append(summary, group);
        layers.push(fold);
      }
      tower.replaceChildren(...layers);
    },
    { names: heads, perLayer: PER_LAYER },
  );
}

export const ACTIONS = [
  "a letter of a name",
  "a number of a range",
  "a column to sort by",
  "another measure upwards",
  "another color",
  "a brush",
  "pointing at a row",
  "scrolling the table",
] as const;
export type Action = (typeof ACTIONS)[number];

/** @returns Milliseconds from the reader's action to the end of the frame that shows its result. */
export async function timeAction(page: Page, action: Action, rounds: number): Promise<number[]> {
  await page.bringToFront();
  return page.evaluate(
    async ({ what, count }) => {
      const find = (selector: string): HTMLElement => {
        const element = document.querySelector<HTMLElement>(`.head-finder ${selector}`);
        if (!element) throw new Error(`${selector} is missing.`);
        return element;
      };
      // As a reader's choice: React listens to what happens, not to what is set.
      const put = (element: HTMLElement, value: string): void => {
        Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value")?.set?.call(element, value);
        element.dispatchEvent(
          new Event(element instanceof HTMLSelectElement ? "change" : "input", { bubbles: true }),
        );
      };
      const option = (select: HTMLSelectElement, i: number): string =>
        select.options[2 + (i % 9)]?.value ?? "";
      const pointer = (element: Element, type: string, x: number, y: number): void => {
        const { left, top } = element.getBoundingClientRect();
        const at = { clientX: left + x, clientY: top + y, pointerId: 1, pointerType: "mouse", button: 0 };
        element.dispatchEvent(new PointerEvent(type, { ...at, bubbles: true }));
      };
      const selects = (): NodeListOf<HTMLSelectElement> =>
        document.querySelectorAll<HTMLSelectElement>(".finder-scatter select");
      const acts: Record<typeof what, (i: number) => void> = {
        "a letter of a name": (i) =>
          put(find("input[type=search]"), ["L", "L1", "L12", "L1", "L", ""][i % 6]!),
        "a number of a range": (i) => put(find(".finder-ranges input"), String(0.05 + (i % 8) / 100)),
        "a column to sort by": (i) =>
          document.querySelectorAll<HTMLElement>(".finder-table thead button")[2 + (i % 5)]?.click(),
        "another measure upwards": (i) => put(selects()[0]!, option(selects()[0]!, i)),
        "another color": (i) => put(selects()[2]!, option(selects()[2]!, i)),
        "a brush": (i) => {
          const canvas = find("canvas + canvas");
          pointer(canvas, "pointerdown", 60 + i, 40);
          pointer(canvas, "pointermove", 160 + i, 140);
          pointer(canvas, "pointerup", 220 + i, 200);
        },
        "pointing at a row": (i) => {
          const rows = document.querySelectorAll(".finder-table tr[data-place] td");
          rows[(i * 7) % rows.length]?.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
        },
        "scrolling the table": (i) => (find(".finder-table").scrollTop = 120 * (i + 1)),
      };
      const frameEnd = (): Promise<void> =>
        new Promise((resolve) =>
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => resolve();
            port2.postMessage(0);
          }),
        );
      const times: number[] = [];
      for (let i = 0; i < count; i++) {
        await frameEnd();
        await frameEnd();
        const start = performance.now();
        acts[what](i);
        await frameEnd();
        times.push(performance.now() - start);
      }
      return times;
    },
    { what: action, count: rounds },
  );
}
