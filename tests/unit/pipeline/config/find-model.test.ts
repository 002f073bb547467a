import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findModel } from "#pipeline/config/find-model.ts";
import { contentRoot } from "../../../helpers/run-build.ts";

async function contentOf(yaml: string): Promise<string> {
  const root = await contentRoot({
    "models/m.yaml": `name: M\ndatasets: [d]\n${yaml}`,
    "datasets/d.yaml": "name: D\nkind: text\nsource: ./d.txt\n",
    "weights/m/a.onnx": "",
    "weights/m/b.onnx": "",
    "weights/w/model.onnx": "",
  });
  return join(root, "content");
}

describe("findModel", () => {
  it("gives a folder, a file or several, as the build would open them, and what the author says of inputs", async () => {
    for (const [yaml, expected] of [
      ["source: ./weights/w\n", (root: string) => ({ source: join(root, "weights/w") })],
      [
        "source: ./weights/w/model.onnx\n",
        (root: string) => ({ source: join(root, "weights/w/model.onnx") }),
      ],
      ["source: ./weights/m\nfile: b.onnx\n", (root: string) => ({ source: join(root, "weights/m/b.onnx") })],
      [
        "source: ./weights/m\nfile: [b.onnx, a.onnx]\ninputs: { names: { pixel_values: x, past_key_values: [k, v] } }\n",
        (root: string) => ({
          source: {
            folder: join(root, "weights/m"),
            files: ["b", "a"].map((name) => join(root, `weights/m/${name}.onnx`)),
          },
          names: { pixel_values: "x", past_key_values: ["k", "v"] },
        }),
      ],
    ] as const) {
      const root = await contentOf(yaml);
      expect(await findModel(root, "m")).toEqual(expected(root));
    }
  });

  it("says what is wrong with a model of that name, or that there is none", async () => {
    await expect(findModel(await contentOf("source: ./weights/w\n"), "n")).rejects.toThrow(
      "n: there is no such model: expected a folder, an .onnx, .safetensors or .npz file, or the name of a file in content/models",
    );
    const root = await contentOf("source: ./weights/w\ninputs: { names: { pixels: x } }\n");
    await expect(findModel(root, "m")).rejects.toThrow(
      /m\.yaml, inputs\.names\.pixels: .*one of input_ids, .*pixel_values/,
    );
    await mkdir(join(root, "models"), { recursive: true });
    await writeFile(
      join(root, "models/m.yaml"),
      "name: M\nsource: ./weights/w\ndatasets: [d]\ninputs: { grid: [3] }\n",
    );
    await expect(findModel(root, "m")).rejects.toThrow("m.yaml, inputs.grid");
  });
});
