/** Detects without reading whether a file has changed: by its size, times and inode. */
import type { BigIntStats } from "node:fs";

/** Two changes within this time may leave a file with the same times: FAT counts in steps of two seconds. */
const TICK_MS = 2000;

/** Only the system sets ctime, so it reveals a copy that keeps the other times. */
export function stampOf({ size, ino, mtimeNs, ctimeNs }: BigIntStats): string {
  return [size, ino, mtimeNs, ctimeNs].join(" ");
}

/**
 * Whether a file had been unchanged for long enough when it was checked. As in git's index, a file that changed just
 * before is not trusted, because another change could leave it with the same times.
 */
export function isSettled({ mtimeNs, ctimeNs }: BigIntStats, nowMs: number): boolean {
  const changedMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return changedMs + TICK_MS < nowMs;
}
