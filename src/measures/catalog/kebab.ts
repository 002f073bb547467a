/** `sameRow` → `same-row`: ids are lower case, because they stand in addresses. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
