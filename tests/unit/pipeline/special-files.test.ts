import { execFile } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runBuild } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { writeTinyContent } from "../../helpers/tiny-content.ts";
import { tinyOnnxBeside } from "../../helpers/tiny-model.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

const dataset = (kind: string, source: string): Files => ({
  "datasets/lines.yaml": `name: Lines\nkind: ${kind}\nsource: ${source}\nlicense: CC0-1.0\n`,
});
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>';
const beside = tinyOnnxBeside("model.onnx_data");

/** Where a file is read, below content/, and what has to be there so that it is. */
const PLACES: readonly [place: string, files?: Files][] = [
  ["models/tiny.yaml"],
  ["datasets/lines.yaml"],
  ["datasets/lines.jsonl"],
  ["datasets/lines.csv", dataset("text", "./lines.csv")],
  ["datasets/pictures/a.png", dataset("images", "./pictures")],
  ["datasets/pictures/a.svg", dataset("images", "./pictures")],
  ["datasets/pictures/cat/a.jpg", dataset("images", "./pictures")],
  [
    "datasets/pictures/labels.json",
    { ...dataset("images", "./pictures"), "datasets/pictures/a.svg": PICTURE },
  ],
  ["datasets/pictures", dataset("images", "./pictures")],
  ["datasets/sounds/a.wav", dataset("audio", "./sounds")],
  ["datasets/sounds/labels.json", { ...dataset("audio", "./sounds"), "datasets/sounds/a.wav": "" }],
  ["datasets/sounds", dataset("audio", "./sounds")],
  ["weights/tiny/onnx/model.onnx"],
  ["weights/tiny/onnx/model.onnx_data", { "weights/tiny/onnx/model.onnx": beside.onnx }],
  [
    "weights/bare.onnx",
    { "models/tiny.yaml": "name: Tiny\nsource: ./weights/bare.onnx\ndatasets: [lines]\n" },
  ],
  ["weights/tiny/tokenizer.json"],
  ["weights/tiny/tokenizer_config.json"],
  ["weights/tiny/config.json"],
  ["weights/tiny", {}],
];

describe.skipIf(process.platform === "win32")("what is neither a file nor a folder", () => {
  it.each(PLACES)("is refused at content/%s, be it a pipe or a device without end", async (place, files) => {
    const root = await tempFolder();
    await writeTinyContent(join(root, "content"));
    for (const [name, content] of Object.entries(files ?? {})) {
      await mkdir(dirname(join(root, "content", name)), { recursive: true });
      await writeFile(join(root, "content", name), content);
    }
    const path = join(root, "content", place);
    await mkdir(dirname(path), { recursive: true });
    for (const make of [() => promisify(execFile)("mkfifo", [path]), () => symlink("/dev/zero", path)]) {
      await rm(path, { recursive: true, force: true });
      await make();
      const { errors, outcomes } = await runBuild(root, { methods: ["pca"] });
      expect(outcomes).toEqual({});
      expect(errors.join("\n")).toContain(place.split("/").at(-1));
      expect(errors.join("\n")).toMatch(
        /a pipe|a device|a folder, or a link to nothing|is a file, not a folder/,
      );
    }
  });
});
