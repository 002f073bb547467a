/** Rows of our metrics: rows of a pattern that see one key are left out, and shares are beside their chance. */
import type { HeadMetrics } from "../../metrics.ts";
import type { CatalogMeasure } from "../catalog-measure.ts";
import { kebab } from "../kebab.ts";
import { readingIn, type MeasuredHead } from "../measured-head.ts";

type Row = Pick<CatalogMeasure, "title" | "unit" | "range" | "remarkable">;

const share = (title: string): Row => ({ title, unit: "share", range: [0, 1], remarkable: "high" });
const far = (title: string, unit: string): Row => ({ title, unit, range: [0, null], remarkable: "high" });

/** By name in `heads.json`. */
const ROWS: Readonly<Record<keyof HeadMetrics, Row>> = {
  entropy: { title: "Spread", unit: "share", range: [0, 1], remarkable: "low" },
  self: share("Itself"),
  previous: share("Previous token"),
  next: share("Next token"),
  first: share("First token"),
  induction: share("Induction"),
  duplicate: share("Same token"),
  distance: far("Distance", "tokens"),
  patchDistance: far("Distance of patches", "patches"),
  "offset-8": share("Eight tokens before"),
  "offset-7": share("Seven tokens before"),
  "offset-6": share("Six tokens before"),
  "offset-5": share("Five tokens before"),
  "offset-4": share("Four tokens before"),
  "offset-3": share("Three tokens before"),
  "offset-2": share("Two tokens before"),
  offset2: share("Two tokens after"),
  offset3: share("Three tokens after"),
  offset4: share("Four tokens after"),
  offset5: share("Five tokens after"),
  offset6: share("Six tokens after"),
  offset7: share("Seven tokens after"),
  offset8: share("Eight tokens after"),
  sameRow: share("Same row"),
  sameColumn: share("Same column"),
  objects: share("Objects"),
  sameObject: share("Same object"),
};

export const METRIC_ROWS: readonly CatalogMeasure[] = (Object.keys(ROWS) as (keyof HeadMetrics)[]).map(
  (name) => ({
    id: kebab(name),
    group: "pattern",
    needs: ["A"],
    ...ROWS[name],
    read: ({ metrics }) => readingIn(metrics, name),
    chance: ({ chance }) => chance?.[name] ?? null,
  }),
);

/** Shares of a picture that also grow with its shape: what is left of them beyond an even spread. */
const BEYOND = ["sameRow", "sameColumn", "sameObject"] as const;

export const BEYOND_ROWS: readonly CatalogMeasure[] = BEYOND.map((name) => ({
  id: `${kebab(name)}-beyond-chance`,
  title: `${ROWS[name].title}, beyond chance`,
  group: "pattern",
  unit: "share",
  range: [-1, 1],
  remarkable: "high",
  needs: ["A"],
  read: (head) => beyond(head, name),
  chance: () => 0,
}));

function beyond(
  { metrics, chance }: MeasuredHead,
  name: (typeof BEYOND)[number],
): ReturnType<typeof readingIn> {
  const [own, even] = [readingIn(metrics, name), readingIn(chance, name)];
  if (typeof own !== "number") return own;
  return typeof even === "number" ? Number((own - even).toFixed(4)) : even;
}
