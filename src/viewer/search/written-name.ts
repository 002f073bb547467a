/** A label's name as it stands before the colon of a search. */
export function writtenName(name: string): string {
  return /[,:"/]/u.test(name) ? `"${name.replace(/["\\]/gu, "\\$&")}"` : name;
}
