/** Formats counts with their nouns. */

/** `1 layer`, `10,000 layers`. @param many The plural, if it is irregular. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
