/** Detects without reading whether a file has changed: by its size, times and inode. */
import type { BigIntStats } from "node:fs";

/** Changes of a file that follow each other faster may leave it the same times: FAT counts in steps of two seconds. */
const TICK_MS = 2000;

/** The time of the last change of name or content (ctime) is set by the system alone: a copy that keeps times is told by it. */
export function stampOf({ size, ino, mtimeNs, ctimeNs }: BigIntStats): string {
  return [size, ino, mtimeNs, ctimeNs].join(" ");
}

/**
 * Whether a file had been left alone for long enough when it was looked at. As in git's index, one that changed just
 * before is not trusted: another change could leave it the same times.
 */
export function isSettled({ mtimeNs, ctimeNs }: BigIntStats, nowMs: number): boolean {
  const changedMs = Number((mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1_000_000n);
  return changedMs + TICK_MS < nowMs;
}
