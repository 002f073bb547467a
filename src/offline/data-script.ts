/** Files as scripts, which is how pages on disk read them. */

/** Files that a page's script may ask for: data, workers, the pictures whose pixels it reads or draws, and the pages of layers. */
const ASKED_FOR =
  /\.(?:json|wasm|md|ttf|otf)$|[-.]worker[^/]*\.js$|\/(?:patches|sheet|average)[^/]*\.webp$|\/layers\/[^/]+\/index\.html$/;
const IS_TEXT = /\.(?:json|md|js|html)$/;

export function isAskedFor(path: string): boolean {
  return ASKED_FOR.test(path);
}

/** @param path Below the copy's folder, with slashes. @returns A script that hands the file to the page. */
export function dataScript(path: string, bytes: Buffer): string {
  const name = quoted(path);
  return IS_TEXT.test(path)
    ? `headlandData(${name},${quoted(bytes.toString("utf8"))})\n`
    : `headlandData(${name},"${bytes.toString("base64")}",true)\n`;
}

/** In single quotes, because JSON is full of double ones. */
function quoted(text: string): string {
  const inner = text.replace(/[\\'\n\r\u2028\u2029]/g, (character) => ESCAPED[character] ?? character);
  return `'${inner}'`;
}

const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  "\n": "\\n",
  "\r": "\\r",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};
