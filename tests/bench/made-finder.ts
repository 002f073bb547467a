/** A page of all heads with as many heads as no real atlas has yet: made-up numbers, and a grid with all their layers. */
import type { Page } from "playwright-core";
import { writeNumbers } from "#finder/file-columns.ts";
import type { FinderFile } from "#finder/finder-file.ts";
import { seededRandom } from "#math/random.ts";

/** Heads of a layer. */
const PER_LAYER = 100;
const TOWERS = ["encoder", "decoder"] as const;
const ROLES = ["One before", "First token", "Same token", "Induction"] as const;

/** Made-up numbers of this many heads: `nColumns` measures, of which some are missing. */
export function madeFinder(nHeads: number, nColumns: number): FinderFile {
  const random = seededRandom(7);
  const perTower = Math.ceil(nHeads / TOWERS.length);
  const heads = Array.from({ length: nHeads }, (_, i) => {
    const nth = i % perTower;
    return `${TOWERS[Math.floor(i / perTower)]!}-L${Math.floor(nth / PER_LAYER)}H${nth % PER_LAYER}`;
  });
  const numbers = (): string =>
    writeNumbers(heads.map(() => (random() < 0.02 ? null : Number((random() ** 3).toPrecision(6)))));
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
    roles: ROLES.map((title, role) => {
      const own = heads.flatMap((_, i) => (i % (role + 2) === 0 ? [i] : []));
      const id = title.toLowerCase().replace(" ", "-");
      return { id, title, heads: own, shares: own.map(() => Number(random().toPrecision(6))) };
    }),
  };
}

/** Puts layers with these heads in the place of the page's grid, as the page of so many heads has them: the first one unfolded. */
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
        group.className = fold.open ? "matrix is-wrapped" : "later";
        // A folded layer has a link to its own page.
        for (const name of names.slice(first, first + (fold.open ? perLayer : 1))) {
          const link = model.cloneNode(fold.open) as HTMLElement;
          if (fold.open) link.dataset["head"] = name;
          else link.removeAttribute("data-head");
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
