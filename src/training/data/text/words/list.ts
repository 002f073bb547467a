/** `"a b  c"` → `["a", "b", "c"]`: word lists are easier to read and edit as lines of words. */
export function list(words: string): string[] {
  return words.trim().split(/\s+/);
}
