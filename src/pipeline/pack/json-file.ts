/** A JSON file of an atlas. Keys stand in the order in which they were set: same input, same bytes. */
export function jsonFile(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value)}\n`);
}
