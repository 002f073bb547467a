import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { runBuild } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { writeTinyContent } from "../../../helpers/tiny-content.ts";

const BUILD_ONCE = join(import.meta.dirname, "../../../helpers/build-once.ts");

/** What a build prints whose threads, and they alone, run this code first. */
async function builtWith(root: string, code: string): Promise<string> {
  const file = join(root, "fault.mjs");
  const head = 'import { isMainThread } from "node:worker_threads";';
  await writeFile(file, `${head}\nif (!isMainThread) await (async () => {${code}})();`);
  const args = [`--import=${pathToFileURL(file).href}`, BUILD_ONCE, root];
  return new Promise((resolve) => {
    execFile(process.execPath, args, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

/** Where a thread reads the vectors of the second head. */
const AT_HEAD = (act: string): string => `
  const { default: fs } = await import("node:fs/promises");
  const { syncBuiltinESMExports } = await import("node:module");
  const { readFile } = fs;
  fs.readFile = (path, ...others) => {
    if (String(path).endsWith("L0H1.q")) { ${act} }
    return readFile(path, ...others);
  };
  syncBuiltinESMExports();`;
const LATER = "setTimeout(() => { throw new Error('lost in a timer'); }); return new Promise(() => {});";

describe("a thread that ends", () => {
  it.each([
    [
      "while it works, by itself",
      AT_HEAD("process.exit(3)"),
      /head L0H1: the thread that works on it ended: expected a result, received it exited with code 3/,
    ],
    ["while it works, by an error that nobody catches", AT_HEAD(LATER), /lost in a timer/],
    ["before it works", "process.exit(4)", /head L0H\d: the thread that works on it ended/],
  ])("is told, and the next build goes on: %s", async (_, code, told) => {
    const root = await tempFolder();
    await writeTinyContent(join(root, "content"));
    expect(await builtWith(root, code)).toMatch(told);
    const { outcomes, errors } = await runBuild(root, { methods: ["pca"] });
    expect(errors).toEqual([]);
    expect(outcomes["tiny/lines"]?.state).toBe("built");
  });
});
