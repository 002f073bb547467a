/** The child of `run.ts`: tries cases and tells about each, with the most memory that was held so far. */
import { findReader } from "./readers.ts";
import { tryCases, type CaseResult } from "./try-cases.ts";

/** In MB. */
export type Told = CaseResult & { readonly peakMb: number };

if (process.argv[1] === import.meta.filename) {
  const [name = "", seed = "1", from = "0", to = "0"] = process.argv.slice(2);
  const reader = findReader(name);
  if (!reader) throw new Error(`no reader ${name}`);
  await tryCases(reader, { seed: Number(seed), from: Number(from), to: Number(to) }, (result) => {
    const told: Told = { ...result, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) };
    // Only what has left tells the parent which case is in work.
    return new Promise((resolve) => process.send?.(told, resolve));
  });
  process.disconnect();
}
