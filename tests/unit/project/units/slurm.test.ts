/** The job array on a real Slurm: two nodes make the atlas, and one of them is killed in the middle. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ENGINE_FILES } from "../../../../src/project/units/engine-files.ts";
import { N_UNITS } from "../../../../src/project/units/n-units.ts";
import { writeLayeredContent } from "../../../helpers/layered-content.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { hasSlurm, startSlurm, type Slurm } from "../../../helpers/slurm.ts";
import { treeDigests } from "../../../helpers/tiny-content.ts";

const TIMEOUT = 600_000;
const ROOT = join(import.meta.dirname, "../../../..");
const [N_LAYERS, N_HEADS] = [8, 24];

let base: string;
let slurm: Slurm;
/** The published bytes that one machine makes. */
let expected: Record<string, string>;

/** A project with the file that `init` writes, adapted as a user would: the nodes here have one processor and less than 4 GB. */
async function project(name: string, nUnits: number): Promise<string> {
  const root = join(base, name);
  await mkdir(join(root, "node_modules/.bin"), { recursive: true });
  await symlink(join(ROOT, "bin/headland.js"), join(root, "node_modules/.bin/headland"));
  await writeContent(root);
  const job = ENGINE_FILES.slurm
    .text("npm")
    .replace(`--array=1-${N_UNITS}`, `--array=1-${nUnits}`)
    .replace(`units=${N_UNITS}`, `units=${nUnits}`)
    .replace("--cpus-per-task=2", "--cpus-per-task=1")
    .replace("--mem=4G", "--mem=2G");
  await writeFile(join(root, "units.sbatch"), job);
  await chmod(join(root, "units.sbatch"), 0o755);
  return root;
}

async function writeContent(root: string): Promise<void> {
  await writeLayeredContent(join(root, "content"), N_LAYERS);
  // More and slower heads, so that a node can be killed while it makes them.
  const line = "the cat sees a bird and a dog sleeps .";
  const lines = Array.from({ length: 24 }, (_, i) =>
    JSON.stringify({ text: `${line} ${i % 2 ? "the dog" : "a bird"}` }),
  );
  await writeFile(join(root, "content/datasets/lines.jsonl"), `${lines.join("\n")}\n`);
  const dataset =
    "name: Lines\nkind: text\nsource: ./lines.jsonl\nprojection: { methods: [tsne], dims: [2] }\n";
  await writeFile(join(root, "content/datasets/lines.yaml"), dataset);
}

/** Merges as a reader does, in a job of its own after the units. */
async function mergeAfter(root: string, units: string): Promise<string> {
  const wrap = "npx headland merge --store store";
  const flags = [`--dependency=afterok:${units}`, "--cpus-per-task=1", "--mem=2G", "--output=merge.log"];
  slurm.run("sbatch", [...flags, "--wrap", wrap], root);
  await slurm.done(TIMEOUT / 1000 - 60);
  return readFile(join(root, "merge.log"), "utf8");
}

/** What the tasks of all units have printed, by unit. */
async function logsOf(root: string): Promise<readonly string[]> {
  const names = (await readdir(root)).filter((name) => /^units-.*\.log$/.test(name));
  return Promise.all(names.sort().map((name) => readFile(join(root, name), "utf8")));
}

describe.skipIf(!hasSlurm)("a job array on Slurm (skipped without slurm-wlm, munge and root)", () => {
  beforeAll(async () => {
    base = await mkdtemp(join(tmpdir(), "headland-"));
    await writeContent(base);
    await runBuild(base);
    expected = await treeDigests(join(base, "out"));
    await mkdir(join(base, "slurm"));
    slurm = await startSlurm(join(base, "slurm"));
    return async () => {
      await slurm.close();
      await rm(base, { recursive: true, force: true });
    };
  }, TIMEOUT);

  it.each([2, 4])("of %i units makes the bytes of one machine", { timeout: TIMEOUT }, async (nUnits) => {
    const root = await project(`units-${nUnits}`, nUnits);
    const units = slurm.run("sbatch", ["--parsable", "units.sbatch"], root);
    expect(await mergeAfter(root, units)).toContain(`${N_HEADS} heads`);
    expect(await treeDigests(join(root, "public/atlas"))).toEqual(expected);
    const parts = (await logsOf(root)).map((log) => /unit \d\/\d: (.*)/.exec(log)?.[1] ?? log);
    expect(parts).toHaveLength(nUnits);
    for (const part of parts)
      expect(part).toContain(`${N_HEADS / nUnits} heads, ${N_HEADS / nUnits} of them computed`);
  });

  it("loses only the head in work when a node is killed", { timeout: TIMEOUT }, async () => {
    const root = await project("killed", 2);
    const units = slurm.run("sbatch", ["--parsable", "units.sbatch"], root);
    const unit = (): string => slurm.run("squeue", ["--noheader", "--nodelist=n1", "--format=%K"], root);
    await expect.poll(unit, { timeout: 60_000, interval: 250 }).toMatch(/^\d$/);
    const log = join(root, `units-${units}-${unit()}.log`);
    const told = (): Promise<string> => readFile(log, "utf8").catch(() => "");
    await expect.poll(told, { timeout: 200_000, interval: 100 }).toMatch(/drawing heads {2}[2-9] of/);
    await slurm.kill("n1");
    expect(await mergeAfter(root, units)).toContain(`${N_HEADS} heads`);
    expect(slurm.run("sinfo", ["--noheader", "--nodes=n1", "--format=%T"], root)).toContain("down");
    expect(await treeDigests(join(root, "public/atlas"))).toEqual(expected);
    const [, nComputed] = /heads, (\d+) of them computed now/.exec(await told()) ?? [];
    expect(Number(nComputed)).toBeGreaterThan(0);
    expect(Number(nComputed)).toBeLessThan(N_HEADS / 2);
  });
});
