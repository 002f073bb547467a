/** What the Markdown twins of an atlas without maps need to know of the site. */
import { plainText } from "../../atlas/citation/plain-text.ts";
import type { HeadId } from "../../atlas/head/head-id.ts";
import type { PatternsManifest } from "../../atlas/patterns/patterns.ts";
import { citedPage, type Place } from "../cite/cited-page.ts";
import { markdownText } from "../markdown/markdown-text.ts";
import { absoluteIn } from "../site-url.ts";
import type { PatternsTwin } from "./patterns-markdown.ts";

/** @param id Null for the page of all heads. */
export function patternsTwin(manifest: PatternsManifest, id: HeadId | null, place: Place): PatternsTwin {
  const { citation } = citedPage(manifest, id, place);
  return {
    ...{ manifest, base: place.base, absolute: absoluteIn(place.site) },
    citation: markdownText(plainText(citation)),
  };
}
