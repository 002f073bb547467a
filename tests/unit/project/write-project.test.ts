import { load } from "js-yaml";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadContent } from "#pipeline/config/load-content.ts";
import type { PackageManager } from "../../../src/project/package-manager.ts";
import { readPreset } from "../../../src/project/presets.ts";
import { writeProject, type Written } from "../../../src/project/write-project.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");

async function write(folder: string, name = "tiny-gpt", manager: PackageManager = "npm"): Promise<Written> {
  return writeProject({ folder, packageRoot: ROOT, preset: await readPreset(ROOT, name), manager });
}

describe("a new project", () => {
  it.each(["tiny-gpt", "tiny-vit", "gpt2", "whisper-tiny"])(
    "with %s holds content that a build takes as it is",
    async (name) => {
      const folder = join(await tempFolder(), "made/on the way");
      const { written, kept } = await write(folder, name);
      expect(kept).toEqual([]);
      expect(written).toContain(`content/models/${name}.yaml`);
      const { atlases, errors, warnings } = await loadContent(join(folder, "content"));
      expect(errors).toEqual([]);
      expect(warnings).toEqual([]);
      expect(atlases).toHaveLength(1);
    },
  );

  it("leaves all that is there as it is, says so, and leaves nothing half-written", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "content/models"), { recursive: true });
    await writeFile(join(folder, "astro.config.mjs"), "mine");
    await writeFile(join(folder, "content/models/tiny-gpt.yaml"), "mine too");
    const { written, kept } = await write(folder);
    expect(kept).toEqual(["astro.config.mjs", "content/models/tiny-gpt.yaml"]);
    expect(await readFile(join(folder, "astro.config.mjs"), "utf8")).toBe("mine");
    const again = await write(folder);
    expect(again.written).toEqual([]);
    expect(new Set(again.kept)).toEqual(new Set([...written, ...kept]));
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((file) => file.endsWith(".new"))).toEqual([]);
  });

  it("is completed by the next run where the first one was stopped while it copied", async () => {
    const folder = await tempFolder();
    const weights = join(folder, "content/weights/tiny-gpt");
    await mkdir(join(`${weights}.new`, "onnx"), { recursive: true });
    await writeFile(join(`${weights}.new`, "onnx/model.onnx"), "half");
    await writeFile(join(folder, "astro.config.mjs.new"), "half");
    await write(folder);
    const own = await readFile(join(ROOT, "content/weights/tiny-gpt/onnx/model.onnx"));
    expect(await readFile(join(weights, "onnx/model.onnx"))).toEqual(own);
    const files = await readdir(folder, { recursive: true });
    expect(files.filter((file) => file.includes(".new"))).toEqual([]);
  });

  it("tells each program in its own file to leave install scripts alone", async () => {
    const [npm, pnpm] = [await tempFolder(), await tempFolder()];
    await write(npm);
    await write(pnpm, "tiny-gpt", "pnpm");
    expect(await readFile(join(npm, ".npmrc"), "utf8")).toContain("\nignore-scripts=true\n");
    expect(load(await readFile(join(pnpm, "pnpm-workspace.yaml"), "utf8"))).toMatchObject({
      allowBuilds: { esbuild: false, "onnxruntime-node": false },
    });
  });

  it("is not begun beside a package.json that is no JSON object", async () => {
    const folder = await tempFolder();
    for (const text of ["{", "[]", "null"]) {
      await writeFile(join(folder, "package.json"), text);
      await expect(write(folder)).rejects.toThrow(/package\.json.*expected a JSON object, received/s);
      expect(await readdir(folder)).toEqual(["package.json"]);
    }
  });
});
