/** Parses and formats sizes: `5GB`, `1.5 TB`. */
const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;
const SIZE = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)$/i;

/** In bytes; each unit is a thousand of the one before. Undefined if the text is not a size or has no unit. */
export function parseByteSize(text: string): number | undefined {
  const [, digits, unit = ""] = SIZE.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const step = UNITS.findIndex((name) => name === unit.toUpperCase());
  const nBytes = Math.round(Number(digits) * 1000 ** step);
  return Number.isSafeInteger(nBytes) ? nBytes : undefined;
}

/** `0 B`, `999 B`, `1.5 MB`, `12 GB`: two digits are enough. */
export function formatByteSize(nBytes: number): string {
  let [value, step] = [nBytes, 0];
  while (value >= 999.5 && step < UNITS.length - 1) [value, step] = [value / 1000, step + 1];
  const digits = step > 0 && value < 9.95 ? value.toFixed(1) : value.toFixed(0);
  return `${digits} ${UNITS[step] ?? ""}`;
}
