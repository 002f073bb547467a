/** What a capture told, kept in the store with the heads' results: where all of those are kept, the model need not run again. */
import type { Store } from "../cache/store.ts";
import { cacheKey } from "../cache/store.ts";
import type { CaptureReport } from "./capture.ts";

const PART = "report.json";

/** @param inputKey What the vectors depend on. */
export function reportKey(inputKey: string): string {
  return cacheKey("capture report", inputKey);
}

export async function storeReport(store: Store, inputKey: string, report: CaptureReport): Promise<void> {
  await store.put(reportKey(inputKey), new Map([[PART, Buffer.from(JSON.stringify(report))]]));
}

/** The report of a capture whose vectors may be gone; undefined if none is kept. */
export async function storedReport(store: Store, inputKey: string): Promise<CaptureReport | undefined> {
  const bytes = (await store.get(reportKey(inputKey)))?.get(PART);
  return bytes && (JSON.parse(Buffer.from(bytes).toString()) as CaptureReport);
}
