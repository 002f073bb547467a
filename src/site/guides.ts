/** The guides in content/guides: how to read what the site shows. */
import { getCollection, type CollectionEntry } from "astro:content";

interface GuidePath {
  readonly params: { slug: string };
  readonly props: { guide: CollectionEntry<"guides">; title: string };
}

/** Pages of `/guides/<slug>/`; a guide's first heading is its title. */
export async function guidePaths(): Promise<GuidePath[]> {
  const guides = await getCollection("guides");
  return guides.map((guide) => ({
    params: { slug: guide.id },
    props: { guide, title: /^# (.+)$/m.exec(guide.body ?? "")?.[1] ?? guide.id },
  }));
}
