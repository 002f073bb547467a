/** What a second worker brings: the same atlas with one and with two, in turn, from captured heads to published files. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../helpers/build-site.ts";
import { median } from "./projection-runs.ts";
import type { Bench } from "./run.ts";

const run = promisify(execFile);
const N_RUNS = Number(process.env["RUNS"] ?? 3);
const MODEL = "tiny-bert";
const COUNTS = [1, 2] as const;

export default {
  title: "One worker and two",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-workers-"));
    try {
      await cp(join(ROOT, "content"), join(folder, "content"), { recursive: true });
      const seconds = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
      const digests = new Set<string>();
      for (let round = 0; round < N_RUNS; round++) {
        for (const count of COUNTS) {
          seconds.get(count)?.push(await build(folder, count));
          digests.add(await digest(join(folder, "public/atlas", MODEL)));
        }
      }
      const [one, two] = COUNTS.map((count) => median(seconds.get(count) ?? [])) as [number, number];
      return [
        `\`node scripts/build-atlas.ts ${MODEL} --force --workers n\`: 16 heads of 4,000 points, all methods in 2-D and 3-D, from the ONNX file to published files; medians of ${N_RUNS} runs in turn. All ${N_RUNS * COUNTS.length} builds gave ${digests.size === 1 ? "the same bytes" : "**different bytes**"}.`,
        "",
        "| workers | seconds | times as fast |",
        "| ---: | ---: | ---: |",
        `| 1 | ${one.toFixed(1)} | 1.00 |`,
        `| 2 | ${two.toFixed(1)} | ${(one / two).toFixed(2)} |`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** @returns Seconds. */
async function build(folder: string, nWorkers: number): Promise<number> {
  const script = join(ROOT, "scripts/build-atlas.ts");
  const began = performance.now();
  await run(process.execPath, [script, MODEL, "--force", "--workers", String(nWorkers)], { cwd: folder });
  return (performance.now() - began) / 1000;
}

/** Of all files of a folder, names included. */
async function digest(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of files.sort()) hash.update(file).update(await readFile(file));
  return hash.digest("hex");
}
