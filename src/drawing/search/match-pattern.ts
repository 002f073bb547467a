/** Finds the texts that a regular expression matches. It runs in a worker: a pattern of ten letters can keep an engine busy for years. */

export interface Pattern {
  readonly source: string;
  readonly flags: string;
}

export type PatternAnswer =
  | {
      /** Per text, 1 where it matches. */
      readonly isMatch: Uint8Array;
      readonly problem: null;
    }
  | {
      readonly isMatch: null;
      /** Why nothing is found, in words that follow the pattern: `/(/ is not complete: …`. */
      readonly problem: string;
    };

/** Compiles the pattern and tests it on each text, trimmed. This may never end. */
export function matchPattern({ source, flags }: Pattern, texts: readonly string[]): PatternAnswer {
  try {
    const regex = new RegExp(source, `${flags}u`);
    return { isMatch: Uint8Array.from(texts, (text) => Number(regex.test(text.trim()))), problem: null };
  } catch (error) {
    // `Invalid regular expression: /(/u: Unterminated group`: only the end of it is news.
    const reason = error instanceof Error ? error.message.split(": ").at(-1) : undefined;
    return refusal(`is no pattern yet: ${(reason ?? "it cannot be read").toLowerCase()}`);
  }
}

export function refusal(problem: string): PatternAnswer {
  return { isMatch: null, problem };
}
