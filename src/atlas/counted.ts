/** Numbers with what they count, as people write them. */

/** `1 layer`, `10,000 layers`. @param many Where it is not one with an s. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
}
