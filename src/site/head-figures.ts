/** Figures of heads in guides: a picture whose title names a head becomes a small map that leads to the head's page. Pure. */

/** A head that is part of the site, as a figure needs it. */
export interface FigureHead {
  /** Of the map that the figure shows. */
  readonly path: string;
  /** `Tiny GPT L0H3 on Stories` */
  readonly title: string;
  /** Name of the color mode of its points. */
  readonly color: string;
  /** The picture of this map, as the last build drew it; null where the atlas has none of it. */
  readonly picture: string | null;
}

/** What the title of a picture names: `head: tiny-gpt/stories/L0H3?method=umap`. */
export interface FigureReference {
  /** `tiny-gpt/stories` */
  readonly atlas: string;
  /** `L0H3` */
  readonly head: string;
  /** Of the view, with its `?`; empty for the view with which the page opens. */
  readonly query: string;
}

/**
 * @param html Of a rendered guide.
 * @param base The site's base path.
 * @param find Null for a head that the site does not have: its picture stays a picture.
 */
export function headFigures(
  html: string,
  base: string,
  find: (reference: FigureReference) => FigureHead | null,
): string {
  return html.replaceAll(/<img\b[^>]*>/g, (image) => {
    const [attribute = "", title = ""] = /\s+title="([^"]*)"/.exec(image) ?? [];
    const reference = readReference(unescaped(title));
    if (reference === null) return image;
    const plain = image.replace(attribute, "");
    const head = find(reference);
    if (head === null) return plain;
    const { atlas, query } = reference;
    const data = { base, atlas, head: reference.head, query, color: head.color };
    const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
    const picture = head.picture === null ? plain : withSource(plain, head.picture);
    return `<a class="head-figure" href="${escaped(head.path)}" title="${escaped(head.title)}: open this map"${attributes.join("")}>${picture}</a>`;
  });
}

/** @returns null for the title of any other picture. */
export function readReference(title: string): FigureReference | null {
  const [, atlas, head, query = ""] =
    /^head:\s*([\w.-]+\/[\w.-]+)\/((?:\w+-)?L\d+H\d+)\/?(\?\S*)?$/.exec(title.trim()) ?? [];
  return atlas === undefined || head === undefined ? null : { atlas, head, query };
}

function withSource(image: string, source: string): string {
  return image.replace(/\s+srcset="[^"]*"/, "").replace(/\s+src="[^"]*"/, ` src="${escaped(source)}"`);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function unescaped(text: string): string {
  return text.replaceAll(/&quot;|&#x22;|&#34;/g, '"').replaceAll(/&amp;|&#x26;|&#38;/g, "&");
}
