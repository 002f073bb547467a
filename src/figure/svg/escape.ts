/** Text and attributes of XML. */

const MARKUP: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** @param text Without characters that XML does not have: `visibleText` writes them out. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => MARKUP[character] ?? character);
}
