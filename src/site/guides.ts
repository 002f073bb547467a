/** The guides: how to use Headland, and how to read what the site shows. */
import files from "headland:guides";
import type { MarkdownInstance } from "astro";
import { inReadingOrder, readGuideText, type GuideText } from "./guide-text.ts";

export interface Guide extends GuideText {
  /** The last segment of its address, `/guides/<slug>/`. */
  readonly slug: string;
  readonly file: MarkdownInstance<Record<string, unknown>>;
}

let read: { readonly of: typeof files; readonly guides: readonly Guide[] } | undefined;

/** All guides in reading order: read once, because every page names some, and again if one has changed. */
export function allGuides(): Guide[] {
  if (read?.of !== files) {
    const guides = [...files].map(([slug, file]) => ({
      slug,
      file,
      ...readGuideText(file.rawContent(), slug),
    }));
    read = { of: files, guides: inReadingOrder(guides) };
  }
  return [...read.guides];
}

interface GuidePath {
  readonly params: { slug: string };
  readonly props: { guide: Guide };
}

/** The pages `/guides/<slug>/`. */
export function guidePaths(): GuidePath[] {
  return allGuides().map((guide) => ({ params: { slug: guide.slug }, props: { guide } }));
}
