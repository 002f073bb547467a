/** Where the system gives no more open files, processes cannot be started: that is told as what it is. */
import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../helpers/temp-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");
const run = promisify(execFile);

/** Prints what `calls` give after all but three files that a process may open have been opened. */
async function printed(imports: string, calls: string): Promise<string> {
  const program = `
    import { closeSync, openSync } from "node:fs";
    ${imports}
    const open = [];
    try { for (;;) open.push(openSync("/dev/null")); } catch { open.splice(-3).forEach((file) => closeSync(file)); }
    ${calls}`;
  const command = 'ulimit -n 200 && exec "$0" --input-type=module --eval "$1"';
  const { stdout } = await run("sh", ["-c", command, process.execPath, program], {
    cwd: ROOT,
    timeout: 50_000,
  });
  return stdout.trim();
}

const from = (name: string, file: string): string =>
  `import { ${name} } from ${JSON.stringify(pathToFileURL(join(ROOT, file)).href)};`;

describe.skipIf(process.platform === "win32")("with too many open files", () => {
  it("a command's own process fails with the system's error", async () => {
    const calls = 'await runChild("scripts/build-atlas.ts").catch((error) => console.log(error.code));';
    expect(await printed(from("runChild", "scripts/run-child.ts"), calls)).toBe("EMFILE");
  });

  it("the process that reads a model fails with it as often as it is asked", async () => {
    const calls = `
      const entry = new URL("file:///nowhere.ts");
      const reader = new GuardedProcess(entry, { memoryBytes: 1e9, stepMs: 60_000 });
      const ask = () => reader.call("open", {}, { what: "reads", where: "a file" }).catch((error) => error.code);
      console.log(await ask(), await ask());`;
    expect(await printed(from("GuardedProcess", "src/pipeline/guard/guarded-process.ts"), calls)).toBe(
      "EMFILE EMFILE",
    );
  });
});

it("a command that cannot even be loaded says so in words", async () => {
  const folder = await tempFolder();
  await copyFile(join(ROOT, "scripts/check-node.js"), join(folder, "check-node.mjs"));
  const failed: unknown = await run(process.execPath, [join(folder, "check-node.mjs"), "start.ts"]).catch(
    (error: unknown) => error,
  );
  const { stderr } = failed as { stderr: string };
  expect(stderr).toContain("Headland cannot start: expected its own files, received");
  expect(stderr).toContain("npm ci");
  expect(stderr).not.toMatch(/\n\s+at /);
});
