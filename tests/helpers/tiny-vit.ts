/** A transformer of pictures of one layer with one head, written by hand: 8 × 8 pixels in 4 × 4 patches, no special token. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seededRandom } from "#math/random.ts";
import { floats, longs, node, onnxModel, TYPE, value } from "./onnx-writer.ts";

const [SIDE, GRID, PATCH, WIDTH] = [8, 4, 2, 6];

/** Writes a model folder in Hugging Face layout. */
export async function writeTinyVit(folder: string): Promise<void> {
  await mkdir(join(folder, "onnx"), { recursive: true });
  await writeFile(join(folder, "onnx/model.onnx"), tinyVit());
  await writeFile(join(folder, "config.json"), JSON.stringify({ model_type: "vit", patch_size: PATCH }));
  const processor = { image_processor_type: "ViTImageProcessor", size: { height: SIDE, width: SIDE } };
  const steps = {
    do_resize: true,
    do_rescale: true,
    do_normalize: false,
    rescale_factor: 1 / 255,
    resample: 2,
  };
  await writeFile(join(folder, "preprocessor_config.json"), JSON.stringify({ ...processor, ...steps }));
}

function tinyVit(): Buffer {
  const random = seededRandom(3);
  const matrix = (name: string, rows: number): Buffer =>
    floats(
      name,
      [rows, WIDTH],
      Float32Array.from({ length: rows * WIDTH }, () => random() - 0.5),
    );
  return onnxModel({
    nodes: [
      node("Reshape", ["pixel_values", "cut"], ["cells"]),
      node("Transpose", ["cells"], ["sorted"], { perm: [0, 2, 4, 1, 3, 5] }),
      node("Reshape", ["sorted", "rows"], ["patches"]),
      node("MatMul", ["patches", "embed"], ["x"]),
      ...["q", "k", "v"].map((name) => node("MatMul", ["x", `w${name}`], [name])),
      node("Transpose", ["k"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q", "kt"], ["product"]),
      node("Div", ["product", "root"], ["scores"]),
      node("Softmax", ["scores"], ["weights"], { axis: -1 }),
      node("MatMul", ["weights", "v"], ["out"]),
    ],
    initializers: [
      longs("cut", [0, 3, GRID, PATCH, GRID, PATCH]),
      longs("rows", [0, GRID * GRID, 3 * PATCH * PATCH]),
      matrix("embed", 3 * PATCH * PATCH),
      ...["q", "k", "v"].map((name) => matrix(`w${name}`, WIDTH)),
      floats("root", [], [Math.sqrt(WIDTH)]),
    ],
    inputs: [value("pixel_values", TYPE.float, ["batch", 3, SIDE, SIDE])],
    outputs: ["out"],
  });
}
