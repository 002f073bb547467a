/** Runs cases of one reader, one after another. A case depends on the reader, the seed and its own number alone. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom, seedFrom } from "#math/random.ts";
import { isNamed, type FuzzReader } from "./reader.ts";

export interface CaseResult {
  readonly number: number;
  readonly end: "read" | "refused" | "fault";
  /** Of a fault: the error with the place where it came from. */
  readonly error?: string;
  readonly ms: number;
}

export interface Cases {
  readonly seed: number;
  readonly from: number;
  /** The number behind the last. */
  readonly to: number;
}

export async function tryCases(
  reader: FuzzReader,
  { seed, from, to }: Cases,
  onCase: (result: CaseResult) => unknown,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "headland-fuzz-"));
  const { isRefusal = isNamed } = reader;
  try {
    const opened = await reader.open(folder);
    for (let number = from; number < to; number++) {
      const random = seededRandom(seedFrom(reader.name, seed, number));
      const start = performance.now();
      let error: unknown;
      try {
        await opened.tryOne(random);
      } catch (caught) {
        error = caught ?? new Error("nothing was thrown");
      }
      const ms = performance.now() - start;
      if (error === undefined) await onCase({ number, end: "read", ms });
      else if (isRefusal(error)) await onCase({ number, end: "refused", ms });
      else await onCase({ number, end: "fault", error: shown(error), ms });
    }
    await opened.close?.();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shown(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.length > 1500 ? `${text.slice(0, 700)} … ${text.slice(-700)}` : text;
}
