/** The guides in content/guides: how to use Headland, and how to read what the site shows. */
import { getCollection, type CollectionEntry } from "astro:content";
import { inReadingOrder, readGuideText, type GuideText } from "./guide-text.ts";

export interface Guide extends GuideText {
  /** The last segment of its address, `/guides/<slug>/`. */
  readonly slug: string;
  readonly entry: CollectionEntry<"guides">;
}

/** All guides in reading order. */
export async function allGuides(): Promise<Guide[]> {
  const entries = await getCollection("guides");
  return inReadingOrder(
    entries.map((entry) => ({ slug: entry.id, entry, ...readGuideText(entry.body ?? "", entry.id) })),
  );
}

interface GuidePath {
  readonly params: { slug: string };
  readonly props: { guide: Guide };
}

/** The pages `/guides/<slug>/`. */
export async function guidePaths(): Promise<GuidePath[]> {
  const guides = await allGuides();
  return guides.map((guide) => ({ params: { slug: guide.slug }, props: { guide } }));
}
