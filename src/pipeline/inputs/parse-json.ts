/** Parses JSON written by an author or by their programs. */

export type ParsedJson =
  | { readonly value: unknown; readonly problem: null }
  | { readonly problem: { readonly received: string; readonly cure?: string } };

/** @returns What it says; or what is wrong with it, in words that follow "received". */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text), problem: null };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Python writes them, although JSON has none.
    const word = /(?<![\w"])(?:NaN|-?Infinity)(?![\w"])/.exec(text)?.[0];
    if (word !== undefined && isJson(text.replace(/(?<![\w"])(?:NaN|-?Infinity)(?![\w"])/g, "null"))) {
      return { problem: { received: word, cure: "Write null where there is no number." } };
    }
    return { problem: { received: error.message } };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
