/** The site's atlases as an Atom feed (RFC 4287), for readers who want to know of new ones. Pure. */
import { xmlText } from "./xml-text.ts";

export interface FeedSource {
  readonly title: string;
  readonly subtitle: string;
  /** At least one. */
  readonly authors: readonly string[];
  /** `2026`, `2026-11` or `2026-11-30`. */
  readonly date: string;
  /** Full addresses of the feed and of the site. */
  readonly address: string;
  readonly home: string;
  readonly atlases: readonly FeedAtlas[];
}

export interface FeedAtlas {
  readonly title: string;
  readonly summary: string;
  /** Full address of its page, which never changes, so it is the entry's name, too. */
  readonly address: string;
  readonly rights: string;
}

/**
 * The site's date is the date of all entries: an atlas has none of its own, because it is the same whenever it is built.
 * Feed readers know by its name whether an entry is new.
 */
export function atlasFeed({ title, subtitle, authors, date, address, home, atlases }: FeedSource): string {
  const updated = `<updated>${timestamp(date)}</updated>`;
  const entries = atlases.map(
    (atlas) => `<entry>
<title>${xmlText(atlas.title)}</title>
<id>${xmlText(atlas.address)}</id>
<link rel="alternate" type="text/html" href="${xmlText(atlas.address)}"/>
${updated}
<summary>${xmlText(atlas.summary)}</summary>
<rights>${xmlText(atlas.rights)}</rights>
</entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>${xmlText(title)}</title>
<subtitle>${xmlText(subtitle)}</subtitle>
<id>${xmlText(address)}</id>
<link rel="self" type="application/atom+xml" href="${xmlText(address)}"/>
<link rel="alternate" type="text/html" href="${xmlText(home)}"/>
${updated}
${authors.map((name) => `<author><name>${xmlText(name)}</name></author>\n`).join("")}${entries.join("")}</feed>
`;
}

/** Midnight at the beginning of the day, month or year: `2026-11` → `2026-11-01T00:00:00Z`. */
function timestamp(date: string): string {
  const [year = "", month = "01", day = "01"] = date.split("-");
  return `${year}-${month}-${day}T00:00:00Z`;
}
