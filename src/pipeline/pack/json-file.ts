/** A JSON file of an atlas. Keys keep the order in which they were set, so the same input gives the same bytes. */
export function jsonFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}
