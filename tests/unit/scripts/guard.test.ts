import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../helpers/temp-folder.ts";

const ENTRY = join(import.meta.dirname, "../../../scripts/check-node.js");

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
  readonly folder: string;
}

/** Runs a script as npm runs those of Headland, in a folder of its own. */
async function run(script: string, ...args: string[]): Promise<Ended> {
  const folder = await tempFolder();
  await writeFile(join(folder, "preview.ts"), script);
  const { status, stderr } = spawnSync(process.execPath, [ENTRY, join(folder, "preview.ts"), ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stderr, folder };
}

const STACK = /^\s+at /m;

describe("a command that fails", () => {
  it.each([
    [
      "while it loads",
      'import "node:fs"; import "left-pad-of-nobody";',
      "node_modules/left-pad-of-nobody: the library",
    ],
    [
      "while it runs",
      'import { readFile } from "node:fs/promises"; await readFile("absent");',
      "absent: a file or folder is missing",
    ],
    [
      "where nobody waits",
      'void Promise.reject(Object.assign(new Error("x"), { code: "ENOSPC" }));',
      "npm run preview: the disk is full",
    ],
    [
      "in an event",
      'import { createReadStream } from "node:fs"; createReadStream("absent").resume();',
      "absent: a file or folder is missing",
    ],
    [
      "for lack of memory",
      "setTimeout(() => new Float64Array(2 ** 50), 1);",
      "npm run preview: there is not enough memory",
    ],
  ])("%s says so in the usual form, with exit code 1 and without a stack", async (_, script, expected) => {
    const { status, stderr } = await run(script);
    expect(stderr).toContain(expected);
    expect(stderr).toMatch(/^.+: expected .+, received .+\.\n {2}.+\n$/);
    expect(stderr).not.toMatch(STACK);
    expect(status).toBe(1);
  });

  it("by a fault of ours keeps the stack in a file, and shows it with --verbose", async () => {
    const fault = "const list = undefined; list.length;";
    const { stderr, folder } = await run(fault);
    expect(stderr).toMatch(/^npm run preview: Headland has a fault here: .*TypeError/);
    expect(stderr).toContain("The details are in .headland/faults/npm--run--preview.txt.");
    expect(stderr).not.toMatch(STACK);
    const report = await readFile(join(folder, ".headland/faults/npm--run--preview.txt"), "utf8");
    expect(report).toMatch(/preview\.ts:1/);
    expect((await run(fault, "--verbose")).stderr).toMatch(STACK);
  });

  it("ends quietly when nobody reads its output any more", async () => {
    const { status, stderr } = await run(
      'throw Object.assign(new Error("write EPIPE"), { code: "EPIPE", syscall: "write" });',
    );
    expect([status, stderr]).toEqual([128 + 13, ""]);
  });
});

describe("the real commands", () => {
  const root = join(import.meta.dirname, "../../..");
  const command = (
    cwd: string,
    script: string,
    ...args: string[]
  ): { status: number | null; stderr: string } =>
    spawnSync(process.execPath, [ENTRY, join(root, "scripts", script), ...args], { cwd, encoding: "utf8" });

  it("say what is wrong with the place where they are run", async () => {
    const folder = await tempFolder();
    const { status, stderr } = command(folder, "build-atlas.ts");
    expect(stderr).toMatch(/^content\/models: .*expected/);
    expect([status, STACK.test(stderr)]).toEqual([1, false]);
    await mkdir(join(folder, "dist"));
    await mkdir(join(folder, "dist/index.html"));
    await writeFile(join(folder, "model.onnx"), "no model");
    const inspected = command(folder, "inspect-model.ts", "model.onnx");
    expect(inspected.stderr).toMatch(/^model\.onnx: .*expected/);
    expect([inspected.status, STACK.test(inspected.stderr)]).toEqual([1, false]);
  });
});
