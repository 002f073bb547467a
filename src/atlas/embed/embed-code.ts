/** The HTML that shows a head in another page. */

export interface EmbedCode {
  /** Whole address of the embed page, with its view. */
  readonly src: string;
  /** What the frame shows, for screen readers. */
  readonly title: string;
  /** In CSS pixels; without a width, the frame is as wide as the text around it. */
  readonly width?: number;
  readonly height: number;
}

/**
 * What the page in the frame may do: run its scripts, load its data from its own site, and open the head's page in another
 * tab. Without an origin of its own it could load its data only from hosts that allow that to everybody.
 */
const SANDBOX = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";

export function embedCode({ src, title, width, height }: EmbedCode): string {
  const attributes = [
    `src="${escaped(src)}"`,
    `title="${escaped(title)}"`,
    `width="${width ?? "100%"}"`,
    `height="${height}"`,
    `loading="lazy"`,
    `sandbox="${SANDBOX}"`,
    `style="border:0"`,
  ];
  return `<iframe ${attributes.join(" ")}></iframe>`;
}

/** Other characters have no meaning between quotation marks. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
