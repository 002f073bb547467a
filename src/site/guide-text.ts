/** What a list of guides shows of each, taken from its Markdown. */

export interface GuideText {
  readonly title: string;
  /** Plain text; empty if the guide has no paragraph. */
  readonly description: string;
}

/**
 * The title is the first heading, the description the first paragraph below it.
 *
 * @param slug Name of the file without its ending: the title of a guide that has no heading.
 */
export function readGuideText(markdown: string, slug: string): GuideText {
  const [heading = "", title = slug] = /^# (.+)$/m.exec(markdown) ?? [];
  const after = markdown.slice(heading === "" ? 0 : markdown.indexOf(heading) + heading.length);
  const blocks = after.split(/\n\s*\n/).map((block) => block.trim());
  // Skips headings, lists, tables, pictures, quotations and code.
  const paragraph = blocks.find((block) => block !== "" && !/^(?:#|[-*+] |\d+\. |\||!\[|>|```)/.test(block));
  return { title: plainText(title), description: plainText(paragraph ?? "") };
}

/** The text without Markdown's marks for links, emphasis and code, on one line. */
function plainText(markdown: string): string {
  return markdown
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/`|(?<=\S)\*+|\*+(?=\S)|(?<!\w)_|_(?!\w)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** The guides that a newcomer needs come first, in the order in which they are needed. */
const READING_ORDER: readonly string[] = [
  "your-model",
  "your-vectors",
  "headvis-trees",
  "search-and-color",
  "what-a-head-does",
  "comparing",
  "nearness",
  "tiny-models",
  "claims",
  "configuration",
  "commands",
  "many-machines",
  "publishing",
  "citing",
  "notebooks",
  "library-extract",
  "library-project",
  "library-atlas",
  "formats",
];

/** Sorts guides into reading order; all others follow by title. */
export function inReadingOrder<Guide extends GuideText & { readonly slug: string }>(
  guides: readonly Guide[],
): Guide[] {
  const rank = ({ slug }: Guide): number => {
    const place = READING_ORDER.indexOf(slug);
    return place < 0 ? READING_ORDER.length : place;
  };
  const byTitle = (a: Guide, b: Guide): number => (a.title < b.title ? -1 : Number(a.title > b.title));
  return guides.toSorted((a, b) => rank(a) - rank(b) || byTitle(a, b));
}
