/** The tensors of a block whose matrices are read, and how the numbers of each head's first token stand in them. */
import type { GraphIndex } from "../file/graph-index.ts";
import type { Wanted } from "../file/derive-model.ts";
import type { OnnxNode } from "../file/onnx-graph.ts";
import type { AttentionBlock, FusedSource, Operand, PlainSource } from "../find/attention-block.ts";
import { valueProduct } from "../find/follow-weights.ts";
import { fusedOperands, type FusedTensors } from "../fused/fused-operands.ts";
import { straighten } from "../run/order-axes.ts";
import type { Tensor } from "../run/tensor.ts";

export type Side = "query" | "key" | "value";

/** One of the tensors from which a side is read. */
export interface SideTensor {
  readonly tensor: string;
  readonly added: readonly OnnxNode[];
}

export interface BlockOperands {
  /** Tensors to walk back from; several where the graph computes heads apart. Undefined: the graph has none. */
  readonly tensors: Readonly<Record<Side, readonly SideTensor[] | undefined>>;
  /** Outputs that a side needs to be read. */
  readonly outputs: Readonly<Record<Side, readonly Wanted[]>>;
  /** [sequences, heads, d] of each head, heads of keys and values fewer where heads share them. */
  readonly read: (side: Side, of: (output: string) => Tensor, nSequences: number) => HeadRows;
  /** The result of all heads together, before the output projection; undefined if it was not found. */
  readonly context: string | undefined;
}

export interface HeadRows {
  readonly nHeads: number;
  readonly d: number;
  readonly data: ArrayLike<number>;
}

export function blockOperands(graph: GraphIndex, { source }: AttentionBlock): BlockOperands {
  switch (source.type) {
    case "plain":
      return plainOperands([source], contextOf(graph, source));
    case "joined":
      return plainOperands(source.parts, source.parts[0]?.join?.tensor);
    case "fused":
      return operatorOperands(source);
  }
}

function contextOf(graph: GraphIndex, { softmax }: PlainSource): string | undefined {
  return valueProduct(graph, softmax, (tensor) => graph.dataOf(tensor) !== 0n)?.node.outputs[0];
}

function plainOperands(parts: readonly PlainSource[], context: string | undefined): BlockOperands {
  const operandsOf = (side: Side): readonly Operand[] | undefined => {
    const own = parts.flatMap((part) => part[side] ?? []);
    return own.length === parts.length ? own : undefined;
  };
  const name = (side: Side, i: number): string => `headland.probe.${side}.${i}`;
  const bySide = <T>(make: (side: Side) => T): Record<Side, T> => ({
    query: make("query"),
    key: make("key"),
    value: make("value"),
  });
  return {
    tensors: bySide((side) => operandsOf(side)?.map(({ tensor, added }) => ({ tensor, added }))),
    outputs: bySide((side) =>
      (operandsOf(side) ?? []).map(({ tensor, added }, i) => ({ tensor, added, output: name(side, i) })),
    ),
    read: (side, of, nSequences) =>
      beside(
        (operandsOf(side) ?? []).map(({ order }, i) => {
          const straight = straighten(of(name(side, i)), order);
          // Values are [.., d, keys].
          const ordered = side === "value" ? straighten(straight, TURNED) : straight;
          return rowsOf(ordered, nSequences);
        }),
        nSequences,
      ),
    context,
  };
}

const TURNED = { type: "matrix", swapped: true, positionFirst: false } as const;

/** The first token of each head in […, tokens, d]. @throws {RangeError} if sequences do not come first. */
function rowsOf({ dims, data }: Tensor, nSequences: number): HeadRows {
  const [nTokens = 1, d = 0] = dims.slice(-2);
  const nHeads = data.length / (nSequences * nTokens * d);
  const [first = 1] = dims;
  if (!Number.isInteger(nHeads) || (nSequences > 1 && first % nSequences !== 0))
    throw new RangeError("axes in another order");
  if (nTokens === 1) return { nHeads, d, data };
  const own = new Float32Array(nSequences * nHeads * d);
  for (let row = 0; row < nSequences * nHeads; row++)
    for (let i = 0; i < d; i++) own[row * d + i] = data[row * nTokens * d + i]!;
  return { nHeads, d, data: own };
}

/** Heads of several tensors, one after the other. */
function beside(parts: readonly HeadRows[], nSequences: number): HeadRows {
  const [first] = parts;
  if (first === undefined) throw new RangeError("no tensors");
  if (parts.length === 1) return first;
  if (parts.some(({ d }) => d !== first.d)) throw new RangeError("heads of several widths");
  const nHeads = parts.reduce((sum, part) => sum + part.nHeads, 0);
  const data = new Float32Array(nSequences * nHeads * first.d);
  let to = 0;
  for (let row = 0; row < nSequences; row++) {
    for (const part of parts) {
      const size = part.nHeads * part.d;
      for (let i = 0; i < size; i++) data[to++] = part.data[row * size + i]!;
    }
  }
  return { nHeads, d: first.d, data };
}

/** Roles that say nothing of queries, keys and values. */
const OTHER_ROLES = new Set(["output", "mask", "scoreBias", "sinks"]);

function operatorOperands(source: FusedSource): BlockOperands {
  const { tensors, added, node } = source;
  const wanted = Object.entries(tensors)
    .filter(([role]) => !OTHER_ROLES.has(role))
    .map(([role, tensor]) => ({ tensor, added, output: `headland.probe.${role}` }));
  const made = (tensor: string | undefined): SideTensor[] | undefined =>
    tensor === undefined ? undefined : [{ tensor, added }];
  return {
    tensors: {
      query: made(tensors.qkv ?? tensors.query),
      key: made(tensors.qkv ?? tensors.key ?? tensors.query),
      value: made(tensors.qkv ?? tensors.value ?? tensors.key ?? tensors.query),
    },
    outputs: { query: wanted, key: wanted, value: wanted },
    read: (side, of, nSequences) => {
      const own = Object.fromEntries(
        wanted.map(({ output }) => [output.slice("headland.probe.".length), of(output)]),
      ) as FusedTensors;
      const { q, k, v } = fusedOperands(source, own);
      const tensor = { query: q, key: k, value: v }[side];
      return rowsOf(tensor, nSequences);
    },
    context: node.outputs[0],
  };
}
