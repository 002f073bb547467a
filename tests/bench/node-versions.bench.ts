/** Every kernel's bytes on other versions of Node, and after the kernels are compiled anew. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kernelHashes } from "../helpers/kernel-hashes.ts";
import { compileKernels } from "../../scripts/compile-kernels.ts";
import { installPackages } from "./install-packages.ts";
import type { Bench } from "./run.ts";

const run = promisify(execFile);
/** Packages that hold nothing but the program; where there is none for this machine the run says so. */
const PLATFORM = `node-${process.platform}-${process.arch}`;
const VERSIONS = [22, 24, 26];

const bench: Bench = {
  title: "The kernels' bytes on other versions of Node",
  run: async () => {
    const here = kernelHashes();
    const folder = await mkdtemp(join(tmpdir(), "headland-nodes-"));
    try {
      const wanted = VERSIONS.map((version) => `node${version}@npm:${PLATFORM}@${version}`);
      await installPackages(folder, wanted);
      const rows: string[] = [];
      for (const version of VERSIONS) {
        const program = join(folder, `node_modules/node${version}/bin/node`);
        const { stdout } = await run(program, [join(import.meta.dirname, "kernel-hashes-once.ts")]);
        const there = JSON.parse(stdout) as { version: string; hashes: Record<string, string> };
        const same = Object.keys(here).filter((name) => there.hashes[name] === here[name]);
        rows.push(`| ${there.version} | ${same.length} of ${Object.keys(here).length} |`);
      }
      const compiled = createHash("sha256")
        .update(await compileKernels())
        .digest("hex");
      const kept = createHash("sha256")
        .update(await readFile("src/kernels/kernels.wasm"))
        .digest("hex");
      return `Hashes of every kernel's output for a made-up input (tests/helpers/kernel-hashes.ts), compared with those of the Node version that runs the benchmark.

| Node | same bytes |
| --- | --- |
${rows.join("\n")}

A new compilation of the kernels gives ${compiled === kept ? "exactly the file in version control" : "**another file than that in version control**"} (sha-256 ${kept.slice(0, 16)}…).`;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
export default bench;
