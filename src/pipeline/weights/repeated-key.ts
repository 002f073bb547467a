/** JSON that names a key twice: `JSON.parse` takes the last one, so two readers could see two different files. */

/**
 * @param text Valid JSON.
 * @returns The first key that stands twice in one object; undefined if there is none.
 */
export function repeatedKey(text: string): string | undefined {
  /** A set of keys for each object that is open, null for each list. */
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === "{") open.push(new Set());
    else if (sign === "[") open.push(null);
    else if (sign === "}" || sign === "]") open.pop();
    else if (sign === '"') {
      const end = endOfString(text, at);
      const keys = open.at(-1);
      if (keys && isKey(text, end)) {
        // Two spellings of one name, with and without escapes, are one key.
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** @param start Where the string begins, at its quotation mark. @returns Where the text goes on behind it. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function isKey(text: string, behind: number): boolean {
  let at = behind;
  while (/\s/.test(text[at] ?? "")) at++;
  return text[at] === ":";
}
