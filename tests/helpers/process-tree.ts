/** Watches how much memory a process and all its children hold together. Linux only: it reads /proc. */
import { readdir, readFile } from "node:fs/promises";

export interface MemoryWatch {
  /** @returns The largest sum of resident memory seen, in MB. */
  readonly stop: () => number;
}

const EVERY_MS = 200;

export function watchMemory(root: number): MemoryWatch {
  let peakKb = 0;
  const timer = setInterval(() => {
    void residentKb(root).then((kb) => (peakKb = Math.max(peakKb, kb)));
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.round(peakKb / 1024);
    },
  };
}

async function residentKb(root: number): Promise<number> {
  const folders = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  // Processes come and go while they are read.
  const all = await Promise.all(
    folders.map((pid) => readFile(`/proc/${pid}/status`, "utf8").catch(() => "")),
  );
  const children = new Map<number, { pid: number; kb: number }[]>();
  let total = 0;
  for (const status of all) {
    const field = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(status)?.[1] ?? 0);
    const entry = { pid: field("Pid"), kb: field("VmRSS") };
    if (entry.pid === root) total = entry.kb;
    children.set(field("PPid"), [...(children.get(field("PPid")) ?? []), entry]);
  }
  const below = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + child.kb + below(child.pid), 0);
  return total + below(root);
}
