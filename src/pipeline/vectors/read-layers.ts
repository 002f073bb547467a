/** Queries, keys and patterns of every layer, from arrays of all layers (`q`) or of single ones (`q.0`, `q.1`, …). */
import { counted } from "#atlas/counted.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { StoredArray } from "../arrays/array.ts";
import { ModelError } from "../errors.ts";
import type { Precision } from "../onnx/find/attention-block.ts";
import { indexOfNotFinite } from "../onnx/run/not-finite.ts";
import { described, type ArrayReader } from "./array-reader.ts";
import { layerOf, PER_LAYER, VECTOR_ARRAYS, type PerLayer } from "./layout.ts";
import type { ReadRows, VectorLayer } from "./vector-run.ts";

type NumberArray = Exclude<StoredArray, { readonly type: "text" }>;

/** The part of an array that belongs to one layer. */
interface Piece {
  readonly name: string;
  readonly array: NumberArray;
  /** Without the axis of layers. */
  readonly shape: readonly number[];
  /** Numbers before it. */
  readonly offset: number;
}

export interface LayerContext {
  /** Undefined where the tokens are wrong. */
  readonly nTokens: number | undefined;
  readonly nPairs: number | undefined;
  readonly isCausal: boolean | undefined;
}

/** Axes without that of layers. */
const AXES: Readonly<Record<PerLayer, string>> = {
  q: "heads, tokens, d_head",
  k: "key heads, tokens, d_head",
  weights: "heads, pairs",
  value_norms: "heads, tokens",
};

/** All layers as far as they are right; what is wrong is told to the reader. */
export function readLayers(
  reader: ArrayReader,
  names: readonly string[],
  context: LayerContext,
): VectorLayer[] {
  const pieces = new Map(PER_LAYER.map((kind) => [kind, piecesOf(kind, reader, names)]));
  const count = Math.max(0, ...[...pieces.values()].map((ofKind) => ofKind.length));
  if (count === 0 || (pieces.get("q") ?? []).length === 0)
    reader.refuse(
      VECTOR_ARRAYS.q,
      "the queries are missing",
      `float [layers, ${AXES.q}], or q.0, q.1, … [${AXES.q}]`,
      names.length === 0 ? "no array" : names.slice(0, 12).join(", "),
    );
  expectSameLayers(reader, pieces);
  const scales = readScales(reader, count);
  const layers: VectorLayer[] = [];
  for (let layer = 0; layer < count; layer++) {
    const of = (kind: PerLayer): Piece | undefined => pieces.get(kind)?.[layer];
    const made = readLayer(
      reader,
      { layer, q: of("q"), k: of("k"), weights: of("weights"), norms: of("value_norms") },
      { ...context, scale: scales[layer] },
    );
    if (made !== undefined) layers.push(made);
  }
  return layers;
}

/** One for each layer; holes where a single one is missing. */
function piecesOf(kind: PerLayer, reader: ArrayReader, names: readonly string[]): (Piece | undefined)[] {
  const singles = names.flatMap((name) => {
    const of = layerOf(name);
    return of?.kind === kind ? [{ name, layer: of.layer }] : [];
  });
  const whole = reader.get(kind);
  const floats = (name: string, array: StoredArray, axes: string): NumberArray | undefined => {
    const nAxes = axes.split(",").length;
    if (
      array.type !== "text" &&
      array.type.startsWith("f") &&
      array.shape.length === nAxes &&
      array.nValues > 0
    )
      return array;
    reader.refuse(name, "the array has another type or shape", `float [${axes}]`, described(array));
    return undefined;
  };
  if (whole !== undefined && singles.length > 0) {
    const [first] = singles;
    const expected = `either ${kind} or ${kind}.0, ${kind}.1, …`;
    reader.refuse(kind, "layers are given twice", expected, `${kind} and ${first?.name ?? ""}`);
    return [];
  }
  if (whole !== undefined) {
    const array = floats(kind, whole, `layers, ${AXES[kind]}`);
    if (array === undefined) return [];
    const [nLayers = 0, ...shape] = array.shape;
    const size = array.nValues / nLayers;
    return Array.from({ length: nLayers }, (_, layer) => ({
      name: kind,
      array,
      shape,
      offset: layer * size,
    }));
  }
  const pieces: (Piece | undefined)[] = [];
  for (const { name, layer } of singles.toSorted((a, b) => a.layer - b.layer)) {
    const stored = reader.get(name);
    const array = stored && floats(name, stored, AXES[kind]);
    while (pieces.length < layer) pieces.push(undefined);
    pieces.push(array && { name, array, shape: array.shape, offset: 0 });
  }
  return pieces;
}

/** What one layer has, all have: nothing is left out, and no weights are computed among others that are given. */
function expectSameLayers(
  { get, refuse }: ArrayReader,
  pieces: ReadonlyMap<PerLayer, readonly (Piece | undefined)[]>,
): void {
  const nLayers = pieces.get("q")?.length ?? 0;
  for (const [kind, ofKind] of pieces) {
    if (ofKind.length === 0 || nLayers === 0 || kind === "q") continue;
    const whole = get(kind);
    const expected = `${counted(nLayers, "layer")}, by the queries`;
    if (whole !== undefined && ofKind.length !== nLayers)
      refuse(kind, "there are not as many layers as queries have", expected, described(whole));
    if (whole !== undefined || kind === "k") continue;
    for (let layer = 0; layer < Math.max(nLayers, ofKind.length); layer++) {
      const name = `${kind}.${layer}`;
      if (get(name) === undefined)
        refuse(name, `the ${kind} of a layer are missing`, "the same arrays for every layer", "nothing");
    }
  }
}

interface LayerPieces {
  readonly layer: number;
  readonly q: Piece | undefined;
  readonly k: Piece | undefined;
  readonly weights: Piece | undefined;
  readonly norms: Piece | undefined;
}

function readLayer(
  reader: ArrayReader,
  { layer, q, k, weights, norms }: LayerPieces,
  { nTokens, nPairs, isCausal, scale }: LayerContext & { readonly scale: number | undefined },
): VectorLayer | undefined {
  let isRight = true;
  const expect = (isSo: boolean, piece: Piece | undefined, what: string, expected: string): void => {
    if (isSo) return;
    isRight = false;
    const name = piece?.name ?? VECTOR_ARRAYS.q;
    const isOfAll = layerOf(name) === undefined && piece !== undefined;
    // Of an array of all layers, every layer has the same mistake.
    if (isOfAll && layer > 0) return;
    reader.refuse(name, what, expected, piece === undefined ? "nothing" : described(piece.array));
  };
  if (q === undefined || k === undefined) {
    const [missing, other] = q === undefined ? ["q", k] : ["k", q];
    const isSingle = other !== undefined && layerOf(other.name) !== undefined;
    const name = isSingle || other === undefined ? `${missing}.${layer}` : missing;
    // Of an array that is there with another type or other layers, this was told already.
    if (reader.get(name) === undefined && reader.get(missing) === undefined)
      reader.refuse(
        name,
        missing === "q" ? "the queries of a layer are missing" : "the keys of a layer are missing",
        `float [${AXES[missing as PerLayer]}]`,
        "nothing",
        "Layers are counted from 0, without gaps; each has queries and keys.",
      );
    return undefined;
  }
  const [nHeads = 0, nQueries = 0, dHead = 0] = q.shape;
  const [nKvHeads = 0, nKeys = 0, dKey = 0] = k.shape;
  if (nTokens !== undefined) {
    expect(nQueries === nTokens, q, "there are not as many queries as tokens", `${nTokens}, by tokens`);
    expect(nKeys === nTokens, k, "there are not as many keys as tokens", `${nTokens}, by tokens`);
  }
  expect(dKey === dHead, k, "keys are not as long as queries", `d_head ${dHead}, by ${q.name}`);
  expect(
    nHeads % nKvHeads === 0,
    k,
    "heads cannot share these keys evenly",
    `a number of key heads that divides ${nHeads}, by ${q.name}`,
  );
  if (weights !== undefined && nPairs !== undefined) {
    const wanted = `[${nHeads}, ${nPairs}]: of every sequence length × length`;
    const isSo = weights.shape[0] === nHeads && weights.shape[1] === nPairs;
    expect(isSo, weights, "there are not as many weights as pairs of tokens", wanted);
  }
  if (norms !== undefined && nTokens !== undefined) {
    const [nNorms = 0, length = 0] = norms.shape;
    const isSo = (nNorms === nHeads || nNorms === nKvHeads) && length === nTokens;
    expect(isSo, norms, "there are not as many lengths of values as keys", `[${nHeads}, ${nTokens}]`);
  }
  if (
    weights === undefined &&
    isCausal === undefined &&
    layer === 0 &&
    reader.get(VECTOR_ARRAYS.causal) === undefined
  ) {
    isRight = false;
    reader.refuse(
      VECTOR_ARRAYS.causal,
      "weights cannot be computed",
      "causal: whether a query sees only the keys before it and its own; or weights",
      "neither",
      "A decoder such as GPT-2 is causal, an encoder such as BERT is not. Weights with a bias for positions, a window or a cap are more than the softmax of q·k: give them.",
    );
  }
  if (!isRight || scale === undefined) return undefined;
  const perNorm = norms === undefined ? 1 : nHeads / (norms.shape[0] ?? 1);
  const shared = nHeads / nKvHeads;
  return {
    nHeads,
    nKvHeads,
    dHead,
    scale: Number.isNaN(scale) ? 1 / Math.sqrt(dHead) : scale,
    precision: precisionOf(q, k, weights),
    queries: rows(reader, q, (head) => ({ layer, head }), dHead),
    keys: rows(reader, k, (head) => ({ layer, head: head * shared }), dHead),
    weights: weights === undefined ? null : rows(reader, weights, (head) => ({ layer, head }), 1),
    valueNorms:
      norms === undefined
        ? null
        : (head, from, count) =>
            rows(reader, norms, () => ({ layer, head }), 1)(Math.floor(head / perNorm), from, count),
  };
}

/** 16 bits anywhere make recomputed weights differ by more. */
function precisionOf(...pieces: readonly (Piece | undefined)[]): Precision {
  const isNarrow = pieces.some((piece) => piece?.array.type === "f2" || piece?.array.isNarrow === true);
  return isNarrow ? "float16" : "float32";
}

/** NaN for layers whose scale is not said. */
function readScales(reader: ArrayReader, nLayers: number): (number | undefined)[] {
  const name = VECTOR_ARRAYS.scale;
  const array = reader.get(name);
  if (array === undefined) return Array.from({ length: nLayers }, () => NaN);
  const isOne = array.nValues === 1;
  if (
    array.type === "text" ||
    array.type === "b1" ||
    (!isOne && (array.shape.length !== 1 || array.nValues !== nLayers))
  ) {
    reader.refuse(name, "this is no scale", `one number, or [${nLayers}]`, described(array));
    return [];
  }
  const values = Array.from(array.read() as Iterable<number | bigint>, Number);
  const bad = values.find((value) => !(value > 0 && value < Infinity));
  if (bad !== undefined) {
    reader.refuse(name, "this is no scale", "a finite number above 0, e.g. 0.125", String(bad));
    return [];
  }
  return isOne ? Array.from({ length: nLayers }, () => values[0]) : values;
}

function rows(
  { where }: ArrayReader,
  { name, array, shape, offset }: Piece,
  headOf: (head: number) => { readonly layer: number; readonly head: number },
  width: number,
): ReadRows {
  const ofHead = shape.slice(1).reduce((n, size) => n * size, 1);
  return (head, from, count) => {
    const read = array.read(offset + head * ofHead + from * width, count * width);
    const numbers = read instanceof Float32Array ? read : Float32Array.from(read as Iterable<number>);
    const bad = indexOfNotFinite(numbers);
    if (bad < 0) return numbers;
    throw new ModelError({
      what: "a number cannot be drawn",
      where: `${where(name)}, ${formatHead(headOf(head))}, ${width > 1 ? `token ${from + Math.floor(bad / width)}` : `number ${from + bad}`}`,
      expected: "finite numbers, of at most 1e17",
      received: String(numbers[bad]),
      cure: "Numbers overflow in 16 bits: capture them in float32. Masked weights are 0.",
    });
  };
}
