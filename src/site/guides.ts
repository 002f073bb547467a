/** The guides: how to use Headland, and how to read what the site shows. */
import files from "headland:guides";
import type { MarkdownInstance } from "astro";
import { inReadingOrder, readGuideText, type GuideText } from "./guide-text.ts";

export interface Guide extends GuideText {
  /** The last segment of its address, `/guides/<slug>/`. */
  readonly slug: string;
  readonly file: MarkdownInstance<Record<string, unknown>>;
}

/** All guides in reading order. */
export function allGuides(): Guide[] {
  return inReadingOrder(
    [...files].map(([slug, file]) => ({ slug, file, ...readGuideText(file.rawContent(), slug) })),
  );
}

interface GuidePath {
  readonly params: { slug: string };
  readonly props: { guide: Guide };
}

/** The pages `/guides/<slug>/`. */
export function guidePaths(): GuidePath[] {
  return allGuides().map((guide) => ({ params: { slug: guide.slug }, props: { guide } }));
}
