/** Plain forward passes of the embedded models in float64, from their papers: what the extraction is checked against. */
import { attentionPattern } from "#math/attention-pattern.ts";
import { indexModel, type OnnxModel } from "#pipeline/onnx/file/index-model.ts";

/** Queries, keys and pattern of one head, as the extraction gives them. */
export interface ForwardHead {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly pattern: Float32Array;
  /** Lengths of the value vectors. */
  readonly valueNorms: Float32Array;
}

/** [layer][head] */
export type ForwardResult = ForwardHead[][];

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}
type Weights = (name: string) => Float64Array;

const N_HEADS = 4;
const WIDTH = 128;

interface LayerWeights {
  readonly qkv: (input: Matrix) => [Matrix, Matrix, Matrix];
  readonly out: (input: Matrix) => Matrix;
  readonly mlp: (input: Matrix) => Matrix;
  readonly norms: readonly [(x: Matrix) => Matrix, (x: Matrix) => Matrix];
}

export function forwardGpt(path: string, ids: readonly number[]): ForwardResult {
  const weights = reader(path);
  const x = embed(ids, weights("transformer.wte.weight"), weights("transformer.wpe.weight"));
  const layers = [0, 1, 2, 3].map((layer): LayerWeights => {
    const at = (name: string): Float64Array => weights(`transformer.h.${layer}.${name}`);
    return {
      qkv: (input) => thirds(linear(input, at("attn.c_attn.weight"), at("attn.c_attn.bias"))),
      out: (input) => linear(input, at("attn.c_proj.weight"), at("attn.c_proj.bias")),
      mlp: (input) =>
        linear(
          map(linear(input, at("mlp.c_fc.weight"), at("mlp.c_fc.bias")), geluTanh),
          at("mlp.c_proj.weight"),
          at("mlp.c_proj.bias"),
        ),
      norms: [
        (input) => layerNorm(input, at("ln_1.weight"), at("ln_1.bias"), 1e-5),
        (input) => layerNorm(input, at("ln_2.weight"), at("ln_2.bias"), 1e-5),
      ],
    };
  });
  return run(x, layers, { isPreNorm: true, isCausal: true });
}

export function forwardBert(path: string, ids: readonly number[]): ForwardResult {
  const weights = reader(path);
  const at = (name: string): Float64Array => weights(`bert.embeddings.${name}`);
  const words = embed(ids, at("word_embeddings.weight"), at("position_embeddings.weight"));
  const segment = at("token_type_embeddings.weight").subarray(0, WIDTH);
  const x = layerNorm(
    mapIndexed(words, (v, i) => v + segment[i % WIDTH]!),
    at("LayerNorm.weight"),
    at("LayerNorm.bias"),
    1e-12,
  );
  const layers = encoderLayers(weights, "bert.encoder.layer", {
    names: ["attention.self.query", "attention.self.key", "attention.self.value"],
    norms: ["attention.output.LayerNorm", "output.LayerNorm"],
  });
  return run(x, layers, { isPreNorm: false, isCausal: false });
}

/** @param pixels float32 [3, 64, 64] */
export function forwardVit(path: string, pixels: Float32Array): ForwardResult {
  const weights = reader(path);
  const at = (name: string): Float64Array => weights(`vit.embeddings.${name}`);
  const [kernel, bias, positions] = [
    at("patch_embeddings.projection.weight"),
    at("patch_embeddings.projection.bias"),
    at("position_embeddings"),
  ];
  const data = new Float64Array(65 * WIDTH);
  data.set(at("cls_token"));
  for (let patch = 0; patch < 64; patch++) {
    for (let out = 0; out < WIDTH; out++) {
      let sum = bias[out]!;
      for (let i = 0; i < 3 * 64; i++) {
        const [channel, y, x] = [Math.floor(i / 64), Math.floor(i / 8) % 8, i % 8];
        const pixel = (channel * 64 + Math.floor(patch / 8) * 8 + y) * 64 + (patch % 8) * 8 + x;
        sum += kernel[out * 192 + i]! * pixels[pixel]!;
      }
      data[(patch + 1) * WIDTH + out] = sum;
    }
  }
  const x = { rows: 65, columns: WIDTH, data: data.map((value, i) => value + positions[i]!) };
  const layers = encoderLayers(weights, "vit.encoder.layer", {
    names: ["attention.attention.query", "attention.attention.key", "attention.attention.value"],
    norms: ["layernorm_before", "layernorm_after"],
  });
  return run(x, layers, { isPreNorm: true, isCausal: false });
}

/** BERT and ViT, whose layers differ in names and in where normalization stands. */
function encoderLayers(
  weights: Weights,
  prefix: string,
  words: { readonly names: readonly string[]; readonly norms: readonly [string, string] },
): LayerWeights[] {
  return [0, 1, 2, 3].map((layer) => {
    const at = (name: string): Float64Array => weights(`${prefix}.${layer}.${name}`);
    const dense = (name: string) => (input: Matrix) =>
      linear(input, at(`${name}.weight`), at(`${name}.bias`));
    const norm = (name: string) => (input: Matrix) =>
      layerNorm(input, at(`${name}.weight`), at(`${name}.bias`), 1e-12);
    const [q, k, v] = words.names.map(dense);
    return {
      qkv: (input) => [q!(input), k!(input), v!(input)],
      out: dense("attention.output.dense"),
      mlp: (input) => dense("output.dense")(map(dense("intermediate.dense")(input), geluErf)),
      norms: [norm(words.norms[0]), norm(words.norms[1])],
    };
  });
}

function run(
  start: Matrix,
  layers: readonly LayerWeights[],
  { isPreNorm, isCausal }: { isPreNorm: boolean; isCausal: boolean },
): ForwardResult {
  let x = start;
  return layers.map(({ qkv, out, mlp, norms }) => {
    const [q, k, v] = qkv(isPreNorm ? norms[0](x) : x);
    const heads = Array.from({ length: N_HEADS }, (_, head): ForwardHead => {
      const [qh, kh, vh] = [headOf(q, head), headOf(k, head), headOf(v, head)];
      const dHead = WIDTH / N_HEADS;
      return {
        q: qh,
        k: kh,
        pattern: attentionPattern(qh, kh, { nTokens: x.rows, dHead, isCausal }),
        valueNorms: Float32Array.from({ length: x.rows }, (_, row) =>
          Math.hypot(...vh.subarray(row * dHead, (row + 1) * dHead)),
        ),
      };
    });
    const attended = out(mix(heads, v));
    const middle = isPreNorm ? add(x, attended) : norms[0](add(x, attended));
    const after = mlp(isPreNorm ? norms[1](middle) : middle);
    x = isPreNorm ? add(middle, after) : norms[1](add(middle, after));
    return heads;
  });
}

function mix(heads: readonly ForwardHead[], v: Matrix): Matrix {
  const dHead = WIDTH / N_HEADS;
  return mapIndexed(v, (_, i) => {
    const [row, column] = [Math.floor(i / WIDTH), i % WIDTH];
    const pattern = heads[Math.floor(column / dHead)]!.pattern;
    let sum = 0;
    for (let key = 0; key < v.rows; key++)
      sum += pattern[row * v.rows + key]! * v.data[key * WIDTH + column]!;
    return sum;
  });
}

function headOf(x: Matrix, head: number): Float32Array {
  const dHead = WIDTH / N_HEADS;
  return Float32Array.from(
    { length: x.rows * dHead },
    (_, i) => x.data[Math.floor(i / dHead) * WIDTH + head * dHead + (i % dHead)]!,
  );
}

function thirds(x: Matrix): [Matrix, Matrix, Matrix] {
  const part = (third: number): Matrix => ({
    rows: x.rows,
    columns: WIDTH,
    data: Float64Array.from(
      { length: x.rows * WIDTH },
      (_, i) => x.data[Math.floor(i / WIDTH) * 3 * WIDTH + third * WIDTH + (i % WIDTH)]!,
    ),
  });
  return [part(0), part(1), part(2)];
}

function embed(ids: readonly number[], words: Float64Array, positions: Float64Array): Matrix {
  const data = Float64Array.from({ length: ids.length * WIDTH }, (_, i) => {
    const [row, column] = [Math.floor(i / WIDTH), i % WIDTH];
    return words[ids[row]! * WIDTH + column]! + positions[row * WIDTH + column]!;
  });
  return { rows: ids.length, columns: WIDTH, data };
}

/** @param weight [columns in, columns out], as ONNX keeps it. */
function linear(x: Matrix, weight: Float64Array, bias: Float64Array): Matrix {
  const columns = bias.length;
  const data = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    for (let inner = 0; inner < x.columns; inner++) {
      const value = x.data[row * x.columns + inner]!;
      for (let column = 0; column < columns; column++) {
        data[row * columns + column]! += value * weight[inner * columns + column]!;
      }
    }
  }
  return { rows: x.rows, columns, data: data.map((value, i) => value + bias[i % columns]!) };
}

function layerNorm(x: Matrix, weight: Float64Array, bias: Float64Array, epsilon: number): Matrix {
  const data = new Float64Array(x.data.length);
  for (let row = 0; row < x.rows; row++) {
    const values = x.data.subarray(row * x.columns, (row + 1) * x.columns);
    const mean = values.reduce((a, b) => a + b, 0) / x.columns;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.columns;
    values.forEach((value, i) => {
      data[row * x.columns + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * weight[i]! + bias[i]!;
    });
  }
  return { ...x, data };
}

const map = (x: Matrix, f: (v: number) => number): Matrix => ({ ...x, data: x.data.map(f) });
const mapIndexed = (x: Matrix, f: (v: number, i: number) => number): Matrix => ({
  ...x,
  data: x.data.map(f),
});
const add = (a: Matrix, b: Matrix): Matrix => mapIndexed(a, (v, i) => v + b.data[i]!);
const geluTanh = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
const geluErf = (x: number): number => 0.5 * x * (1 + erf(x / Math.SQRT2));

/** Series for small arguments, continued fraction for large ones: exact to 1e-12, which an approximation is not. */
function erf(x: number): number {
  const z = Math.abs(x);
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let [term, sum] = [z, z];
    for (let n = 1; n < 60; n++) {
      term *= (-z * z) / n;
      sum += term / (2 * n + 1);
    }
    return Math.sign(x) * sum * (2 / Math.sqrt(Math.PI));
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + fraction)));
}

/** Initializers as float64. */
function reader(path: string): Weights {
  const model = indexModel(path);
  const all = new Map(
    [...model.initializers.values()].map((tensor) => [tensor.name, read(model, tensor.name)]),
  );
  model.file.close();
  return (name) => {
    const found = all.get(name);
    if (!found) throw new Error(`no initializer ${name}`);
    return found;
  };
}

function read(model: OnnxModel, name: string): Float64Array {
  const tensor = model.initializers.get(name);
  if (!tensor?.raw) return new Float64Array();
  const { start, end } = tensor.raw;
  const buffer = model.file.bytes(start, end - start);
  const bytes = buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + buffer.length);
  if (tensor.dataType === 10) return Float64Array.from(new Uint16Array(bytes), fromHalf);
  return tensor.dataType === 1 ? Float64Array.from(new Float32Array(bytes)) : new Float64Array();
}

function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15, (bits >> 10) & 31, bits & 1023];
  const size = exponent === 0 ? (fraction / 1024) * 2 ** -14 : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return sign ? -size : size;
}
