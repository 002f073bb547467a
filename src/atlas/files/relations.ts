/** `relations.json`: for every head of a tower, the heads that attend most like it. */
import { FormatError } from "./columns.ts";
import { openFile, readCount, readFields, readNumber, described } from "./fields.ts";

export interface RelationsFile {
  readonly v: 1;
  /** Rows of the patterns that were compared, and of how many. */
  readonly rows: { readonly used: number; readonly of: number };
  /** Median distance of all pairs of heads, or of a sample of them; null with a single head. */
  readonly typical: number | null;
  /** By head: others with their distances (Jensen–Shannon, mean over rows, 0 … 1), nearest first. */
  readonly nearest: Readonly<Record<string, readonly (readonly [head: string, distance: number])[]>>;
}

/** @throws {FormatError} if the file is of another version or damaged. */
export function decodeRelations(json: unknown): RelationsFile {
  const file = openFile(json, "relations");
  const rows = readFields(file["rows"], "rows");
  const nearest = Object.entries(readFields(file["nearest"], "nearest")).map(
    ([head, list]) => [head, readNear(list, head)] as const,
  );
  return {
    v: 1,
    rows: { used: readCount(rows["used"], "rows.used"), of: readCount(rows["of"], "rows.of") },
    typical: file["typical"] === null ? null : readDistance(file["typical"], "typical"),
    nearest: Object.fromEntries(nearest),
  };
}

function readNear(list: unknown, of: string): (readonly [string, number])[] {
  if (!Array.isArray(list)) {
    throw new FormatError(`nearest ${of}: expected a list of heads, received ${described(list)}.`);
  }
  return list.map((pair: unknown) => {
    const [head, distance] = Array.isArray(pair) ? (pair as readonly unknown[]) : [];
    if (typeof head !== "string") {
      throw new FormatError(`nearest ${of}: expected the name of a head, received ${described(head)}.`);
    }
    return [head, readDistance(distance, `distance of ${head}`)] as const;
  });
}

function readDistance(value: unknown, name: string): number {
  const distance = readNumber(value, name);
  if (distance >= 0 && distance <= 1) return distance;
  throw new FormatError(`${name}: expected 0 to 1, received ${distance}.`);
}
