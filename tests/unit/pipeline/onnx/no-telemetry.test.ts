import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const MODEL = join(ROOT, "content/weights/tiny-bert");

describe("onnxruntime", () => {
  it("is told to report nothing before it starts, and leaves no trace of its reports", async () => {
    const folder = await tempFolder();
    const program = `
      import { openModel } from ${JSON.stringify(pathToFileURL(join(ROOT, "src/pipeline/onnx/open-model.ts")).href)};
      import { Tensor } from ${JSON.stringify(pathToFileURL(join(ROOT, "src/pipeline/onnx/runtime.ts")).href)};
      const model = await openModel(${JSON.stringify(MODEL)});
      const ids = (value) => new Tensor("int64", BigInt64Array.from([value, value, value]), [1, 3]);
      const feeds = model.inputs.map(({ name }) => [name, ids(name === "token_type_ids" ? 0n : 1n)]);
      const [block] = await model.run(Object.fromEntries(feeds), 1);
      await model.release();
      console.log(block.nHeads, process.env.ORT_DISABLE_TELEMETRY);`;
    // Nor does it report from what it takes for a test or a server that builds.
    const names = Object.keys(process.env).filter(
      (name) => !/^(ORT_DISABLE_TELEMETRY|CI|GITHUB_ACTIONS)$/.test(name),
    );
    const env = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", program],
      { env: { ...env, TMPDIR: folder, HOME: folder, XDG_CACHE_HOME: join(folder, "cache") } },
    );
    expect(stdout.trim()).toBe("4 1");
    expect(await readdir(folder)).toEqual([]);
  });

  it("is loaded in one place, so that nothing comes before that word", async () => {
    const names = await readdir(join(ROOT, "src"), { recursive: true });
    const files = names.filter((name) => name.endsWith(".ts"));
    const loading = await Promise.all(
      files.map(async (name) => {
        const source = await readFile(join(ROOT, "src", name), "utf8");
        return /^(?!import type).*(?:from |import\()"onnxruntime-node"/m.test(source) ? [name] : [];
      }),
    );
    expect(loading.flat()).toEqual([join("pipeline", "onnx", "runtime.ts")]);
  });
});
