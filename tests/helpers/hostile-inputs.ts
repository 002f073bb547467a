/** Files that a build must bear: small ones that ask for endless time, or for more memory than there is. */
import { crc32, deflateSync } from "node:zlib";
import { graph, longs, node, onnxModel, TYPE, value } from "./onnx-writer.ts";
import { drawn } from "./picture-model.ts";

const [WORDS, WIDTH] = [12, 4];

/** A model of one head over word vectors to which it adds the number `extra`, that these nodes make. */
function textOnnx(nodes: readonly Buffer[], initializers: readonly Buffer[]): Buffer {
  return onnxModel({
    nodes: [
      node("Gather", ["table", "input_ids"], ["words"]),
      ...nodes,
      node("Add", ["words", "extra"], ["x"]),
      ...["q", "k", "v"].map((part) => node("MatMul", ["x", `w${part}`], [part])),
      node("Transpose", ["k"], ["kt"], { perm: [0, 2, 1] }),
      node("MatMul", ["q", "kt"], ["scores"]),
      node("Softmax", ["scores"], ["weights"], { axis: -1 }),
      node("MatMul", ["weights", "v"], ["out"]),
    ],
    initializers: [
      drawn("table", [WORDS, WIDTH], 1),
      ...["q", "k", "v"].map((part, i) => drawn(`w${part}`, [WIDTH, WIDTH], i + 2)),
      ...initializers,
    ],
    inputs: [value("input_ids", TYPE.int64, ["batch", "length"])],
    outputs: ["out"],
  });
}

/** It goes round for ever: neither a number of rounds nor a condition is given. */
export function endlessLoop(): Buffer {
  const body = graph({
    nodes: [node("Identity", ["go"], ["go on"]), node("Identity", ["sum"], ["sum on"])],
    inputs: [value("round", TYPE.int64, []), value("go", TYPE.bool, []), value("sum", TYPE.float, [1])],
    outputs: ["go on", "sum on"],
  });
  return textOnnx(
    [node("Loop", ["", "", "start"], ["extra"], { body: { graph: body } })],
    [drawn("start", [1])],
  );
}

/** A constant of this many numbers, which onnxruntime makes when it opens the model. */
export function hugeConstant(nNumbers: number): Buffer {
  const nodes = [
    node("ConstantOfShape", ["size"], ["huge"]),
    node("ReduceMax", ["huge"], ["extra"], { axes: [0] }),
  ];
  return textOnnx(nodes, [longs("size", [nNumbers])]);
}

/** The same while it runs: how many depends on the input. */
export function hugeExpand(nNumbers: number): Buffer {
  const nodes = [
    node("Shape", ["input_ids"], ["shape"], { start: 0, end: 1 }),
    node("Mul", ["shape", "size"], ["long"]),
    node("Expand", ["one", "long"], ["huge"]),
    node("ReduceMax", ["huge"], ["extra"], { axes: [0] }),
  ];
  return textOnnx(nodes, [longs("size", [nNumbers]), drawn("one", [1])]);
}

/** A tokenizer that cuts at a pattern which tries every way to divide a run of the letter a. */
export function endlessPattern(tokenizer: unknown): string {
  const pattern = { Regex: "(a|a|aa)+$" };
  const split = { type: "Split", pattern, behavior: "Isolated", invert: false };
  return JSON.stringify({ ...(tokenizer as object), pre_tokenizer: split });
}

/** A drawing whose filter keeps a picture of its whole size for each of these steps. */
export function costlySvg(sidePx: number, nSteps: number): string {
  const steps = Array.from(
    { length: nSteps },
    (_, i) => `<feGaussianBlur in="SourceGraphic" stdDeviation="${i + 40}" result="r${i}"/>`,
  );
  const joined = `<feMerge>${steps.map((_, i) => `<feMergeNode in="r${i}"/>`).join("")}</feMerge>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sidePx}" height="${sidePx}">` +
    `<filter id="f" x="0" y="0" width="1" height="1">${steps.join("")}${joined}</filter>` +
    `<rect width="100%" height="100%" fill="red" filter="url(#f)"/></svg>`
  );
}

/** A black picture of one bit a pixel: small as a file whatever its size. */
export function largePng(sidePx: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sidePx, 0);
  header.writeUInt32BE(sidePx, 4);
  header[8] = 1;
  const lines = Buffer.alloc(sidePx * (1 + Math.ceil(sidePx / 8)));
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(lines)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...parts]);
}

/** An animation of black pictures of one pixel. */
export function longGif(nFrames: number): Buffer {
  const head = Buffer.from("47494638396101000100800000000000ffffff", "hex");
  const frame = Buffer.from("2c000000000100010000020244010021f904000a000000", "hex");
  return Buffer.concat([head, ...Array<Buffer>(nFrames).fill(frame), Buffer.from(";")]);
}
