/** Reads W_Q, W_K, W_V and W_O of every head of a block. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { AttentionBlock } from "../find/attention-block.ts";
import { outputProjection } from "../find/follow-weights.ts";
import type { GraphModel } from "../open-graph.ts";
import { blockOperands, type BlockOperands, type Side } from "./block-operands.ts";
import { findProjection, type NotFound, type ProjectedFrom } from "./find-projection.ts";
import { readGain } from "./norm-gain.ts";
import { Probe, readRows, type Outputs, type Rows, type Tokens } from "./probe.ts";
import { streamOf, type Stream } from "./residual-stream.ts";

/** A matrix per head: [nHeads, rows, columns], one after the other. */
export interface HeadMatrices {
  readonly nHeads: number;
  readonly nRows: number;
  readonly nColumns: number;
  readonly data: Float32Array;
}

export interface BlockMatrices {
  /** [width, d] each, with the gain of the norm in front of them. Keys and values that heads share stand once per group. */
  readonly query: HeadMatrices | NotFound;
  readonly key: HeadMatrices | NotFound;
  readonly value: HeadMatrices | NotFound;
  /** [d, width] */
  readonly output: HeadMatrices | NotFound;
  /** The residual stream that its queries read and its output is added to. */
  readonly stream: Stream | undefined;
}

/**
 * @param length Of the sequences of which the block's graph is made, asked for where it does not run on single tokens.
 */
export async function readBlock(
  graph: GraphModel,
  index: GraphIndex,
  block: AttentionBlock,
  length: () => Promise<number | undefined> = () => Promise.resolve(undefined),
): Promise<BlockMatrices> {
  const read = await readWith({ graph, index, nTokens: 1 }, block);
  const isStuck = [read.query, read.key, read.value, read.output].some(
    (matrices) => "why" in matrices && matrices.why.includes(CANNOT_RUN.why),
  );
  const nTokens = isStuck ? await length() : undefined;
  return nTokens === undefined || nTokens < 2 ? read : readWith({ graph, index, nTokens }, block);
}

/** The residual stream that a block's queries read. */
export function blockStream(index: GraphIndex, block: AttentionBlock): Stream | undefined {
  const operands = blockOperands(index, block);
  const end = operands.context === undefined ? undefined : outputProjection(index, operands.context);
  const query = findSide(index, operands, "query");
  return end === undefined || "why" in query
    ? undefined
    : streamOf(index, query.tensor, writtenBy(index, end));
}

/** A graph, and the number of tokens that it is fed with. */
interface Fixed {
  readonly graph: GraphModel;
  readonly index: GraphIndex;
  readonly nTokens: number;
}

async function readWith(fixed: Fixed, block: AttentionBlock): Promise<BlockMatrices> {
  const { index } = fixed;
  const operands = blockOperands(index, block);
  const end = operands.context === undefined ? undefined : outputProjection(index, operands.context);
  const found = (["query", "key", "value"] as const).map(
    (side) => [side, findSide(index, operands, side)] as const,
  );
  const from = Object.fromEntries(found) as Record<Side, ProjectedFrom | NotFound>;
  const written = end && writtenBy(index, end);
  const stream =
    written === undefined || "why" in from.query ? undefined : streamOf(index, from.query.tensor, written);
  const read: Partial<Record<Side, HeadMatrices | NotFound>> = {};
  for (const side of ["query", "key", "value"] as const) {
    if (read[side] !== undefined) continue;
    const source = from[side];
    if ("why" in source) {
      read[side] = source;
      continue;
    }
    // Sides that multiply the same tensor are read together.
    const sides = (["query", "key", "value"] as const).filter((other) => {
      const own = from[other];
      return !("why" in own) && own.tensor === source.tensor;
    });
    const isOfStream = stream !== undefined && !("why" in from.query) && source.tensor === from.query.tensor;
    Object.assign(
      read,
      await guarded(sides, () =>
        readSides(fixed, { operands, source, sides, stream: isOfStream ? stream : undefined }),
      ),
    );
  }
  const nothing: NotFound = { why: "its projection was not found" };
  const sides = { query: read.query ?? nothing, key: read.key ?? nothing, value: read.value ?? nothing };
  return { ...sides, output: await readOutput(fixed, operands, end, sides), stream };
}

function findSide(index: GraphIndex, { tensors }: BlockOperands, side: Side): ProjectedFrom | NotFound {
  const own = tensors[side];
  if (own === undefined) return { why: "the graph's values are not understood" };
  const all = own.map(({ tensor, added }) => findProjection(index, tensor, added));
  const [first] = all;
  if (first === undefined) return { why: "it has no tensor" };
  const odd = all.find((other) => "why" in other || ("tensor" in first && other.tensor !== first.tensor));
  if (odd === undefined) return first;
  return "why" in odd ? odd : { why: "several tensors are projected into it" };
}

interface SidesInput {
  readonly operands: BlockOperands;
  readonly source: ProjectedFrom;
  readonly sides: readonly Side[];
  /** Whose norm stands in front of them, if that is known. */
  readonly stream: Stream | undefined;
}

type Sides = Partial<Record<Side, HeadMatrices | NotFound>>;

/** What onnxruntime refuses, or whose shapes are not those of one token, is not readable; any other error is one of ours. */
async function guarded(sides: readonly Side[], read: () => Promise<Sides>): Promise<Sides> {
  try {
    return await read();
  } catch (error) {
    if (!isOfGraph(error)) throw error;
    return Object.fromEntries(sides.map((side) => [side, CANNOT_RUN]));
  }
}

const CANNOT_RUN: NotFound = { why: "this part of the graph does not run by itself" };

function isOfGraph(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof Error && error.name === "ModelError");
}

async function readSides({ graph, index, nTokens }: Fixed, input: SidesInput): Promise<Sides> {
  const { operands, source, sides, stream } = input;
  const wanted = [
    ...new Map(sides.flatMap((side) => operands.outputs[side]).map((w) => [w.output, w])).values(),
  ];
  const { width } = source;
  const isFlat = index.rankOf(source.tensor) === 2;
  const dimsOf = (n: number): number[] => (isFlat ? [n, width] : [n, nTokens, width]);
  const fed = { tensor: source.tensor, dimsOf, width, ...tokensAt(1, nTokens) };
  const probe = new Probe(graph, index, fed, wanted);
  const shapes = new Map<Side, { readonly nHeads: number; readonly d: number }>();
  let read: ReadonlyMap<string, Rows | NotFound>;
  try {
    read = await readRows(probe, width, (outputs, n) => {
      const of = outputOf(outputs);
      return new Map(
        sides.map((side) => {
          const rows = operands.read(side, of, n);
          shapes.set(side, rows);
          return [side, rows.data] as const;
        }),
      );
    });
  } finally {
    await probe.release();
  }
  const gain = stream && !stream.isBare ? await readGain(graph, index, stream, source) : undefined;
  if (gain !== undefined && "why" in gain) return Object.fromEntries(sides.map((side) => [side, gain]));
  return Object.fromEntries(
    sides.map((side) => {
      const rows = read.get(side)!;
      return [side, "why" in rows ? rows : perHead(rows, shapes.get(side)!, gain?.gain)] as const;
    }),
  );
}

function tokensAt(axis: number, length: number): { readonly tokens?: Tokens } {
  return length === 1 ? {} : { tokens: { axis, length } };
}

const outputOf =
  (outputs: Outputs) =>
  (name: string): { dims: readonly number[]; data: ArrayLike<number> } => {
    const tensor = outputs.get(name);
    if (tensor === undefined) throw new RangeError(`${name} was not computed`);
    return tensor;
  };

/** [width, nHeads · d] → [nHeads, width, d], its rows times the gain. */
function perHead(
  { nRows, data }: Rows,
  { nHeads, d }: { readonly nHeads: number; readonly d: number },
  gain: ArrayLike<number> | undefined,
): HeadMatrices {
  const own = new Float32Array(nHeads * nRows * d);
  for (let row = 0; row < nRows; row++) {
    const scale = gain?.[row] ?? 1;
    for (let head = 0; head < nHeads; head++) {
      const [from, to] = [(row * nHeads + head) * d, (head * nRows + row) * d];
      for (let i = 0; i < d; i++) own[to + i] = data[from + i]! * scale;
    }
  }
  return { nHeads, nRows, nColumns: d, data: own };
}

/** The output of a projection; products of integers are scaled back first. */
function writtenBy(index: GraphIndex, end: OnnxNode): string {
  let at = end.outputs[0] ?? "";
  if (!/Integer$|^QLinear/.test(end.opType)) return at;
  for (let step = 0; step < 3; step++) {
    const next = index.consumers(at).find(({ opType }) => /^(Cast|Mul|DequantizeLinear)$/.test(opType));
    if (next === undefined) break;
    at = next.outputs[0] ?? at;
    if (next.opType !== "Cast") break;
  }
  return at;
}

async function readOutput(
  { graph, index, nTokens }: Fixed,
  { context }: BlockOperands,
  end: OnnxNode | undefined,
  { query, value }: Pick<BlockMatrices, "query" | "value">,
): Promise<HeadMatrices | NotFound> {
  if (context === undefined) return { why: "the product of weights and values was not found" };
  if (end === undefined) return { why: "no product with a constant matrix stands behind its attention" };
  if ("why" in value) return { why: `its values are not readable: ${value.why}` };
  const nHeads = "why" in query ? value.nHeads : query.nHeads;
  const d = value.nColumns;
  const width = nHeads * d;
  const forms = [
    { first: 1, rest: [nHeads, nTokens, d], axis: 2 },
    { first: nHeads, rest: [nTokens, d], axis: 1 },
    { first: 1, rest: [nTokens, width], axis: 1 },
    { first: 1, rest: [width], axis: 1 },
  ];
  const rank = index.rankOf(context);
  const wanted = [{ tensor: writtenBy(index, end), output: "headland.probe.output" }];
  // Where the rank does not tell, the form that runs and is a matrix is the right one.
  for (const form of rank === undefined ? forms : forms.filter(({ rest }) => rest.length + 1 === rank)) {
    const dimsOf = (n: number): number[] => [n * form.first, ...form.rest];
    const fed = { tensor: context, dimsOf, width, ...tokensAt(form.axis, nTokens) };
    const probe = new Probe(graph, index, fed, wanted);
    try {
      const read = await readRows(
        probe,
        width,
        (outputs, n) =>
          new Map([...outputs].map(([name, { data }]) => [name, firstTokens(data, n, nTokens)])),
      );
      const rows = read.get("headland.probe.output")!;
      if ("why" in rows) return rows;
      return { nHeads, nRows: d, nColumns: rows.nColumns, data: rows.data };
    } catch (error) {
      if (!isOfGraph(error)) throw error;
    } finally {
      await probe.release();
    }
  }
  return CANNOT_RUN;
}

/** The first token of each sequence. @param data [sequences, tokens, width] */
function firstTokens(data: ArrayLike<number>, n: number, nTokens: number): ArrayLike<number> {
  if (nTokens === 1) return data;
  const width = data.length / (n * nTokens);
  if (!Number.isInteger(width)) throw new RangeError("no row per token");
  return Float32Array.from(
    { length: n * width },
    (_, i) => data[Math.floor(i / width) * nTokens * width + (i % width)]!,
  );
}
