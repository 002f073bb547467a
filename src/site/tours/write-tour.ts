/** Makes a tour of its steps: writes the address of each step, and its number. Pure. */
import { atlasFolder } from "../../atlas/address.ts";
import { atlasOf } from "../../atlas/files/manifest.ts";
import { formatHead } from "../../atlas/head/head-id.ts";
import { defaultView, formatView } from "../../atlas/view/view-address.ts";
import type { View } from "../../atlas/view/view.ts";
import type { Tour, TourStep } from "../../viewer/tour/tour.ts";
import { keepTogether } from "../reading/head-shares.ts";
import type { TourHead } from "./tour-heads.ts";

/** A step before it has an address. */
export interface DraftStep extends Pick<TourStep, "text" | "question" | "answer"> {
  readonly head: Pick<TourHead, "atlas" | "id">;
  /** What of the view differs from how the page opens. */
  readonly view?: Partial<View>;
}

/** @param steps A step that the site's numbers do not support is null, and left out. @returns null if fewer than two are left. */
export function writeTour(
  about: Pick<Tour, "slug" | "title" | "about">,
  steps: readonly (DraftStep | null)[],
): Tour | null {
  const kept = steps.filter((step) => step !== null);
  if (kept.length < 2) return null;
  return {
    ...about,
    steps: kept.map(({ head, view = {}, text, question, answer }, i) => ({
      atlas: atlasFolder(atlasOf(head.atlas)),
      head: formatHead(head.id),
      query: formatView(
        { ...defaultView(head.atlas), ...view, tour: { tour: about.slug, step: i + 1 } },
        head.atlas,
      ),
      text: keepTogether(text),
      question,
      answer: keepTogether(answer),
    })),
  };
}
