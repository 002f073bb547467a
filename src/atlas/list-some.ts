/** Lists names in a sentence. */
const SHOWN = 3;

/** `“a”, “b”, “c”, and 4 more`: the first few names and the number of the rest. */
export function listSome(names: readonly string[]): string {
  const some = names.slice(0, SHOWN).map((name) => `“${name}”`);
  const nLeft = names.length - some.length;
  return [...some, ...(nLeft > 0 ? [`and ${nLeft} more`] : [])].join(", ");
}
