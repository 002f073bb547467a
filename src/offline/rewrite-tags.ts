/** Changes the tags of a page, and leaves its texts as they are. */

/** A script or style with its content, or one opening tag; closing tags and texts are in between. */
export interface Piece {
  /** In lower case. */
  readonly name: string;
  /** With its angle brackets. */
  readonly tag: string;
  /** Of scripts and styles alone. */
  readonly content: string | undefined;
}

const PIECE =
  /<!--[^]*?-->|<(script|style)((?:"[^"]*"|'[^']*'|[^'">])*)>([^]*?)<\/\1\s*>|<([a-z][^\s/>]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gi;

/**
 * @param onPiece Gives what stands in a piece's place.
 * @param onText Gives what stands in a text's place; texts include closing tags and comments.
 */
export function rewriteTags(
  html: string,
  onPiece: (piece: Piece) => string,
  onText: (text: string) => string,
): string {
  let written = "";
  let end = 0;
  for (const match of html.matchAll(PIECE)) {
    const [whole, raw, attributes = "", content, name] = match;
    if (raw === undefined && name === undefined) continue;
    written += onText(html.slice(end, match.index));
    written +=
      raw === undefined
        ? onPiece({ name: (name ?? "").toLowerCase(), tag: whole, content: undefined })
        : onPiece({ name: raw.toLowerCase(), tag: `<${raw}${attributes}>`, content: content ?? "" });
    end = match.index + whole.length;
  }
  return written + onText(html.slice(end));
}

const ATTRIBUTE = /\s([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Attributes of a tag as they are written, with entities; an attribute without a value has an empty one. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const found = [...tag.matchAll(ATTRIBUTE)].map(
    ([, name = "", double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare ?? ""] as const,
  );
  return new Map(found);
}
