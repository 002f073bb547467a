/**
 * What a second worker brings: the same atlas with one and with two, in turn, from the ONNX file to published files. And
 * what it could bring at most here: two builds at once that have nothing to do with each other.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../helpers/build-site.ts";
import { median } from "./projection-runs.ts";
import type { Bench } from "./run.ts";

const run = promisify(execFile);
const N_RUNS = Number(process.env["RUNS"] ?? 3);
const MODEL = "tiny-bert";

export default {
  title: "One worker and two",
  run: async () => {
    const folders = await Promise.all([0, 1].map(() => mkdtemp(join(tmpdir(), "headland-workers-"))));
    try {
      for (const folder of folders)
        await cp(join(ROOT, "content"), join(folder, "content"), { recursive: true });
      const [folder = ""] = folders;
      const [one, two, apart]: [number[], number[], number[]] = [[], [], []];
      const digests = new Set<string>();
      const digestOf = async (of: string): Promise<void> => {
        digests.add(await digest(join(of, "public/atlas", MODEL)));
      };
      for (let round = 0; round < N_RUNS; round++) {
        one.push(await build(folder, 1));
        await digestOf(folder);
        two.push(await build(folder, 2));
        await digestOf(folder);
        apart.push(Math.max(...(await Promise.all(folders.map((each) => build(each, 1))))));
        await Promise.all(folders.map(digestOf));
      }
      const row = (what: string, seconds: readonly number[], nAtlases: number): string => {
        const gain = (nAtlases * median(one)) / median(seconds);
        return `| ${what} | ${median(seconds).toFixed(1)} | ${gain.toFixed(2)} |`;
      };
      return [
        `\`node scripts/build-atlas.ts ${MODEL} --force --workers n\`: 16 heads of 4,000 points, all methods in 2-D and 3-D, from the ONNX file to published files; medians of ${N_RUNS} interleaved runs. All ${N_RUNS * 4} atlases have ${digests.size === 1 ? "the same bytes" : "**different bytes**"}. The last row shows the most that this machine's two processors can do: two builds at once, with one worker each.`,
        "",
        "| workers | seconds | atlases per time |",
        "| --- | ---: | ---: |",
        row("1", one, 1),
        row("2", two, 1),
        row("two builds at once", apart, 2),
      ].join("\n");
    } finally {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
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
  for (const file of files.sort()) hash.update(relative(folder, file)).update(await readFile(file));
  return hash.digest("hex");
}
