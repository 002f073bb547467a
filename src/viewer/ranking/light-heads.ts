/** Tints the thumbnails by a ranking, and writes its numbers on them. */
import type { RankedHead } from "#atlas/search/rank-heads.ts";
import { shareInPercent } from "./share-words.ts";

/** @param names Of all heads, in the order of the model. */
export function lightHeads(box: HTMLElement, names: readonly string[], heads: readonly RankedHead[]): void {
  const byName = new Map(heads.map((own) => [names[own.head] ?? "", own]));
  const best = heads.reduce((most, { share }) => Math.max(most, share), 0);
  for (const link of box.querySelectorAll<HTMLAnchorElement>("a[data-head]")) {
    const own = byName.get(link.dataset["head"] ?? "");
    const strength = own && best > 0 ? own.share / best : 0;
    link.style.setProperty("--strength", (strength ** 2).toFixed(3));
    if (own) {
      link.dataset["share"] = shareInPercent(own.share);
      link.dataset["byChance"] = shareInPercent(own.chance);
    } else {
      delete link.dataset["share"];
      delete link.dataset["byChance"];
    }
  }
}
