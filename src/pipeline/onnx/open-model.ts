/** The one entry point: opens any ONNX file with softmax attention and runs it for queries, keys and weights. */
import type { Tensor as OrtTensor } from "onnxruntime-node";
import { InferenceSession } from "onnxruntime-node";
import { describeProblem, ModelError } from "../errors.ts";
import { deriveModel, type Wanted } from "./derive-model.ts";
import { findAttention, type AttentionBlock, type Finding } from "./find-attention.ts";
import { orderHeads } from "./order-heads.ts";
import { replayError, replayOperands, type Tensor } from "./replay.ts";
import { skimModel, type OnnxInput, type OnnxModel } from "./skim-model.ts";

/** What is fed: one tensor per input of the model. */
export type Feeds = Readonly<Record<string, OrtTensor>>;

/** What one run gives for one block; float32. */
export interface BlockCapture {
  readonly block: AttentionBlock;
  readonly nHeads: number;
  readonly dHead: number;
  /** [B, H, Sq, d], as the queries enter the product. */
  readonly q: Tensor;
  /** [B, H, Sk, d] */
  readonly k: Tensor;
  /** [B, H, Sq, Sk], as they leave the softmax. */
  readonly weights: Tensor;
}

export interface ReplayReport {
  /** Per block, largest difference between recomputed and exposed weights; NaN where the path is not understood. */
  readonly errors: readonly number[];
  readonly maxError: number;
  readonly tolerance: number;
  readonly isWithin: boolean;
}

export interface AttentionModel {
  readonly path: string;
  readonly blocks: readonly AttentionBlock[];
  readonly inputs: readonly OnnxInput[];
  /** Runs a batch. @param batch Number of sequences in it. */
  run(feeds: Feeds, batch: number): Promise<BlockCapture[]>;
  /** Runs a batch and recomputes its weights from its queries and keys. */
  replay(feeds: Feeds, batch: number): Promise<ReplayReport>;
  release(): Promise<void>;
}

export interface OpenOptions {
  /** Threads inside one operator; 1 by default, so that results do not depend on the machine. */
  readonly threads?: number;
}

const REPLAY_TOLERANCE = 1e-5;

/**
 * Opens a model without loading its weights.
 *
 * @throws {ModelError} if the file is damaged, no attention is found in it, or onnxruntime refuses it.
 */
export async function openModel(path: string, options: OpenOptions = {}): Promise<AttentionModel> {
  const model = skimModel(path);
  try {
    const finding = findAttention(model);
    if (finding.blocks.length === 0) throw noAttention(model, finding);
    const { blocks } = finding;
    const session = await createSession(model, blocks.flatMap(blockOutputs), options);
    let replaySession: InferenceSession | undefined;
    return {
      path,
      blocks,
      inputs: model.inputs.filter((input) => session.inputNames.includes(input.name)),
      run: async (feeds, batch) => {
        const out = await session.run(pick(feeds, session.inputNames));
        return blocks.map((block, i) => readCapture(block, i, out, batch));
      },
      replay: async (feeds, batch) => {
        const wanted = [...blocks.flatMap(blockOutputs), ...operandOutputs(blocks)];
        replaySession ??= await createSession(model, wanted, options);
        const out = await replaySession.run(pick(feeds, replaySession.inputNames));
        return report(blocks.map((block, i) => replayBlock(block, i, out, batch)));
      },
      release: async () => {
        await session.release();
        await replaySession?.release();
        model.file.close();
      },
    };
  } catch (error) {
    model.file.close();
    throw error;
  }
}

function blockOutputs(block: AttentionBlock, i: number): Wanted[] {
  return [
    { tensor: block.query, output: `headland.${i}.q` },
    { tensor: block.key, output: `headland.${i}.k` },
    { tensor: block.weights, output: `headland.${i}.w` },
  ];
}

/** Operands shared by several blocks (a mask) are exposed once. */
function operandOutputs(blocks: readonly AttentionBlock[]): Wanted[] {
  const names = new Set(blocks.flatMap(replayOperands));
  return [...names].map((tensor) => ({ tensor, output: `headland.operand.${tensor}` }));
}

async function createSession(
  model: OnnxModel,
  wanted: readonly Wanted[],
  options: OpenOptions,
): Promise<InferenceSession> {
  const derived = deriveModel(model, wanted);
  try {
    return await InferenceSession.create(derived.bytes, {
      intraOpNumThreads: options.threads ?? 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
      extra: {
        session: {
          model_external_initializers_file_folder_path: derived.folder,
          intra_op: { allow_spinning: "0" },
        },
      },
    });
  } catch (cause) {
    const received = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    const problem = {
      what: "onnxruntime refuses the model",
      where: model.file.path,
      expected: "a model it can run",
      received,
    };
    throw new ModelError(describeProblem(problem), { cause });
  }
}

function pick(feeds: Feeds, names: readonly string[]): Record<string, OrtTensor> {
  return Object.fromEntries(names.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : [])));
}

type Outputs = InferenceSession.ReturnType;

function readCapture(block: AttentionBlock, i: number, out: Outputs, batch: number): BlockCapture {
  const { layout } = block;
  const weights = orderHeads(outputOf(out, `headland.${i}.w`), batch, "plain");
  const q = orderHeads(
    outputOf(out, `headland.${i}.q`),
    batch,
    layout.queryHeadsInside ? "headsInside" : "plain",
  );
  const keyOrder = layout.keyTransposed ? "transposed" : layout.keyHeadsInside ? "headsInside" : "plain";
  const k = orderHeads(outputOf(out, `headland.${i}.k`), batch, keyOrder);
  return { block, nHeads: q.dims[1] ?? 0, dHead: q.dims[3] ?? 0, q, k, weights };
}

function outputOf(out: Outputs, name: string): Tensor {
  const tensor = out[name];
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`${name} is no float32 output`);
  return { dims: tensor.dims, data: tensor.data };
}

function replayBlock(block: AttentionBlock, i: number, out: Outputs, batch: number): number {
  const { q, k, weights } = readCapture(block, i, out, batch);
  const operands = new Map(
    replayOperands(block).map((name) => [name, outputOf(out, `headland.operand.${name}`)] as const),
  );
  return replayError(block, { q, k, weights, operands });
}

function report(errors: readonly number[]): ReplayReport {
  const maxError = errors.some(Number.isNaN) ? Number.NaN : Math.max(...errors);
  return { errors, maxError, tolerance: REPLAY_TOLERANCE, isWithin: maxError <= REPLAY_TOLERANCE };
}

/** Operators that hold attention inside themselves, where queries and keys are no tensors of the graph. */
const FUSED =
  /^(Attention|MultiHeadAttention|GroupQueryAttention|PackedAttention|QAttention|LinearAttention|DecoderMaskedMultiHeadAttention)$/;

function noAttention(model: OnnxModel, finding: Finding): ModelError {
  const where = model.file.path;
  const expected = "a softmax between a product of queries and keys and a product with values";
  const fused = model.nodes.filter((node) => FUSED.test(node.opType));
  const inside = model.nodes.filter((node) => node.opType === "If" || node.opType === "Loop");
  const what = "no attention was found";
  if (fused.length > 0) {
    const names = [...new Set(fused.map((node) => node.opType))].join(", ");
    const cure = "Use the unoptimized export (onnx/model.onnx, not *_optimized or *_O3).";
    return problem({ what, where, expected, received: `${fused.length} fused operators (${names})`, cure });
  }
  if (finding.rejections.length > 0) {
    const list = finding.rejections.slice(0, 4).map(({ softmax, why }) => `${softmax}: ${why}`);
    return problem({
      what,
      where,
      expected,
      received: `${finding.rejections.length} softmaxes, none of them attention (${list.join("; ")})`,
    });
  }
  if (inside.length > 0) {
    const cure = "Use the export without a merged cache (decoder_model.onnx, not decoder_model_merged.onnx).";
    return problem({
      what,
      where,
      expected,
      received: `no softmax outside of ${inside.length} ${inside[0]?.opType ?? ""} nodes`,
      cure,
    });
  }
  return problem({ what, where, expected, received: `${model.nodes.length} nodes and no softmax` });
}

function problem(entry: Parameters<typeof describeProblem>[0]): ModelError {
  return new ModelError(describeProblem(entry));
}
