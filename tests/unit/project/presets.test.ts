import { access } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { presetNames, readPreset } from "../../../src/project/presets.ts";

const ROOT = join(import.meta.dirname, "../../..");

describe("presets", () => {
  it("are the models of content/, but for the steps of another's training", async () => {
    const names = await presetNames(ROOT);
    expect(names).toContain("gpt2");
    expect(names).toContain("tiny-vit");
    expect(names.filter((name) => name.includes("step"))).toEqual([]);
  });

  it("are switched on and have one dataset, and all that they need lies beside them", async () => {
    for (const name of await presetNames(ROOT)) {
      const { yaml, paths } = await readPreset(ROOT, name);
      const model = load(yaml) as { source: string; datasets: string[]; enabled?: boolean };
      expect(model).not.toHaveProperty("enabled");
      expect(yaml).not.toContain("#");
      expect(model.datasets).toHaveLength(1);
      expect(paths).toContain(`content/datasets/${model.datasets[0]}.yaml`);
      for (const path of paths) await access(join(ROOT, path));
      expect(paths.some((path) => path.startsWith("content/weights"))).toBe(model.source.startsWith("./"));
    }
  });
});
