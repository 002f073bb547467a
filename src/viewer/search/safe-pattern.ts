/**
 * Regular expressions from readers and from links, kept from running for ever: a browser's engine goes back and forth
 * over repeats, and some patterns of ten letters would take it years. What could is refused before it runs.
 */

export type SafePattern =
  { readonly regex: RegExp; readonly problem: null } | { readonly regex: null; readonly problem: string };

const MAX_LENGTH = 80;
/** Letters of a token that a pattern sees. */
export const SEEN_LETTERS = 64;
/** Ways in which a pattern may be tried on one token: a few milliseconds. */
const MAX_WAYS = SEEN_LETTERS ** 3;

/** Compiles a pattern, or says why not, in words that follow its text: `/(/ is not complete: …`. */
export function safePattern(source: string, flags = ""): SafePattern {
  if (source.length > MAX_LENGTH) return refuse(`is too long: at most ${MAX_LENGTH} letters`);
  let regex: RegExp;
  try {
    regex = new RegExp(source, `${flags}u`);
  } catch (error) {
    // `Invalid regular expression: /(/u: Unterminated group`: only the end of it is news.
    const reason = error instanceof Error ? error.message.split(": ").at(-1) : undefined;
    return refuse(`is no pattern yet: ${(reason ?? "it cannot be read").toLowerCase()}`);
  }
  return waysOf(source) > MAX_WAYS
    ? refuse("could take for ever: use fewer repeats")
    : { regex, problem: null };
}

function refuse(problem: string): SafePattern {
  return { regex: null, problem };
}

/**
 * A bound on the ways in which the pattern can be laid over a token: each repeat of one thing multiplies by the
 * token's length, each choice by its number of branches. A repeat of something that itself has choices: endless.
 */
function waysOf(source: string): number {
  // Escapes and classes stand for one letter each; `(?:`, `(?=` and their like are groups like any other.
  const plain = source
    .replace(/\\(?:[pPuk]\{[^}]*\}|k<[^>]*>|.)/gsu, "x")
    .replace(/\[[^\]]*\]/gu, "x")
    .replace(/\(\?(?:[:=!]|<[=!]|<[^>]*>)/gu, "(");
  const open: { before: number; branches: number }[] = [];
  let [ways, branches, closed] = [1, 1, 1];
  for (const [token] of plain.matchAll(/[*+?]\??|\{\d+(?:,\d*)?\}\??|[\s\S]/gu)) {
    if (token === "(") {
      open.push({ before: ways, branches });
      [ways, branches] = [1, 1];
    } else if (token === ")") {
      const outer = open.pop();
      closed = ways * branches;
      [ways, branches] = [(outer?.before ?? 1) * closed, outer?.branches ?? 1];
      continue;
    } else if (token === "|") {
      branches++;
    } else if (token.startsWith("?")) {
      ways *= 2;
    } else if (/^(?:[*+]|\{\d)/u.test(token)) {
      if (closed > 1) return Infinity;
      ways *= SEEN_LETTERS;
    }
    closed = 1;
  }
  return ways * branches;
}
