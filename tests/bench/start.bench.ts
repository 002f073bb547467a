/** What a newcomer waits for: the README's two commands in a fresh clone with an empty npm cache, and the second start. */
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../helpers/build-site.ts";
import { watchMemory } from "../helpers/process-tree.ts";
import type { Bench } from "./run.ts";

const run = promisify(execFile);
/** As a newcomer has it: without the programs that npm lends to this run, Node 24 among them. */
const env = {
  ...process.env,
  PATH: (process.env["PATH"] ?? "")
    .split(":")
    .filter((folder) => !folder.includes("node_modules"))
    .join(":"),
};

interface Start {
  readonly seconds: number;
  readonly peakMb: number;
}

export default {
  title: "The two commands",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-start-"));
    try {
      const clone = join(folder, "clone");
      await run("git", ["clone", "--quiet", ROOT, clone]);
      const began = performance.now();
      await run("npm", ["ci", "--cache", join(folder, "cache")], { cwd: clone, env, maxBuffer: 1 << 26 });
      const install = (performance.now() - began) / 1000;
      const cold = await start(clone);
      const warm = await start(clone);
      return [
        "| step | seconds | largest memory of all its processes |",
        "| --- | ---: | ---: |",
        `| \`npm ci\`, empty cache | ${install.toFixed(1)} | |`,
        `| \`npm start\`, nothing built, until it prints its address | ${cold.seconds.toFixed(1)} | ${cold.peakMb} MB |`,
        `| both | ${(install + cold.seconds).toFixed(1)} | |`,
        `| \`npm start\` again | ${warm.seconds.toFixed(1)} | ${warm.peakMb} MB |`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** Starts the site, waits for its address, and stops it. */
async function start(folder: string): Promise<Start> {
  const began = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const memory = watchMemory(child.pid ?? 0);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (text: Buffer) => text.includes("Headland is at") && resolve());
    child.once("exit", (code) => reject(new Error(`npm start ended with ${String(code)}.`)));
  });
  const seconds = (performance.now() - began) / 1000;
  const peakMb = memory.stop();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  // The whole group: npm, and the server it started.
  process.kill(-(child.pid ?? 0), "SIGTERM");
  await ended;
  return { seconds, peakMb };
}
