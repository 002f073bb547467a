/** The tours through heads that look at pictures. */
import { percent } from "../../color/explained-words.ts";
import type { Tour } from "../../viewer/tour/tour.ts";
import { chancePercent, LEAST, percentOf } from "../reading/head-shares.ts";
import { bestExample, rowKeys } from "./examples.ts";
import { sortedBy } from "./sorted-by.ts";
import { explainedBy, shareOf, strongest, type TourHead } from "./tour-heads.ts";
import type { TourSite } from "./tour-site.ts";
import { writeTour } from "./write-tour.ts";

/** How far a color must explain a map for a tour to be about it, and how much further than the place in the picture. */
const LEAST_COLOR = { share: 0.5, beyondPlace: 0.2 } as const;

export async function rowTour(site: TourSite): Promise<Tour | null> {
  const head = strongest(site.pictures, (each) => shareOf(each, "sameRow")?.beyond ?? null, LEAST.habit);
  const share = head && shareOf(head, "sameRow");
  const patches = head?.manifest.patches;
  const files = head && (await site.filesOf(head));
  if (!share || !patches || !files) return null;
  const wanted = rowKeys(patches.columns, patches.nSpecial);
  const example = bestExample(files.table, files.attention, wanted, { isWhole: true });
  if (example === null) return null;
  const selected = { role: "query", token: example.query } as const;
  return writeTour(
    {
      slug: "row",
      title: "Along the row",
      about: "A head that looks to the left and the right of a patch, and a map that is sorted by rows.",
    },
    [
      {
        head,
        view: { selected },
        text: "Every point is a patch of a picture. One of them is selected as a query; its picture shows where it attends.",
        question: "Which patches does it look at?",
        answer: `Those of its own row, itself among them: ${percent(example.share)} of its attention. On average over all patches it is ${percentOf(share.value)} % (${chancePercent(share.chance)}).`,
      },
      sortedBy(head, "row", "row", "patches of one row"),
      sortedBy(head, "patch", "patch color", "patches of one color"),
    ],
  );
}

export function colorTour(site: Pick<TourSite, "pictures">): Promise<Tour | null> {
  const head = strongest(site.pictures, colorBeyondPlace, LEAST_COLOR.beyondPlace);
  if (head === undefined) return Promise.resolve(null);
  const same = shareOf(head, "sameObject");
  const tour = writeTour(
    {
      slug: "color",
      title: "Color before place",
      about: "A head whose map is sorted by what patches look like, wherever in the picture they are.",
    },
    [
      sortedBy(head, "patch", "patch color", "patches of one color"),
      sortedBy(head, "row", "row", "patches of one row"),
      same && same.beyond >= LEAST.part
        ? {
            head,
            view: { color: "object" },
            text: "What is near on this map may belong together in the picture. Here the map is colored by the object that a patch shows.",
            question: "Does the head keep to one object?",
            answer: `Patches of an object give ${percentOf(same.value)} % of their attention to patches of the same one (${chancePercent(same.chance)}).`,
          }
        : null,
    ],
  );
  return Promise.resolve(tour);
}

/** How much more patch color explains of the head's map than row and column do. */
function colorBeyondPlace(head: TourHead): number | null {
  const [color, row, column] = ["patch", "row", "column"].map((name) => explainedBy(head, name));
  if (color === null || color === undefined || color < LEAST_COLOR.share) return null;
  return color - Math.max(row ?? 0, column ?? 0);
}
