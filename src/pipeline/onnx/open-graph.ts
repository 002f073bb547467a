/** Opens one ONNX file: finds its attention, and runs a derived model that outputs queries, keys and weights. */
import type { NoAnswer, StoredAnswer } from "../architectures/answer.ts";
import type { BuiltGraph } from "../architectures/build-graph.ts";
import type { Marks } from "../architectures/marks.ts";
import { ModelError } from "../errors.ts";
import { describeInputs, type AuthorNames } from "./feeds/input-roles.ts";
import { deriveModel, type Wanted } from "./file/derive-model.ts";
import { GraphIndex } from "./file/graph-index.ts";
import { indexBytes, indexModel } from "./file/index-model.ts";
import { inlineBranches, type BranchChoice } from "./file/inline-branch.ts";
import type { OnnxInput, OnnxModel } from "./file/onnx-graph.ts";
import { storedPrecision } from "./file/stored-precision.ts";
import { WeightLinks } from "./file/weight-links.ts";
import type { AttentionBlock, Finding, Precision, Rejection } from "./find/attention-block.ts";
import { findAttention, mayBeAttention } from "./find/find-attention.ts";
import { markedAttention } from "./find/marked-attention.ts";
import { followPicture, picturePath, tensorsOn, type TokenGrid } from "./grid/follow-picture.ts";
import { noAttention } from "./model-errors.ts";
import { openParts, throughParts, type ModelPart } from "./parts/graph-parts.ts";
import { planParts } from "./parts/plan-parts.ts";
import type { BlockCapture } from "./run/block-capture.ts";
import type { ReplayedBlock } from "./run/block-replay.ts";
import { replayOutputs, type BlockRun } from "./run/block-run.ts";
import { runOf } from "./run/run-of.ts";
import { Sessions, type Feeds, type RunOutputs } from "./run/sessions.ts";
import type { Tensor } from "./run/tensor.ts";
import type { Tensor as OrtTensor } from "./runtime.ts";

export interface OpenOptions {
  /** Threads per operator; 1 by default, so that results do not depend on the machine. */
  readonly threads?: number;
  /** Of a decoder merged of two, with and without cache: which one; by default the one without. */
  readonly branch?: BranchChoice;
  /** Roles of inputs from the author's configuration. */
  readonly names?: AuthorNames;
  /** A checkpoint with more bytes of weights, in float32, is run layer by layer; 3 GB by default. */
  readonly mostBytes?: number;
}

/** The same on every machine, because results must not depend on its memory. */
const MOST_BYTES = 3e9;

/** One opened file. */
export interface GraphModel {
  readonly path: string;
  readonly blocks: readonly AttentionBlock[];
  readonly rejections: readonly Rejection[];
  /** Inputs that queries, keys and weights depend on, and outputs that were asked to be kept. */
  readonly inputs: readonly OnnxInput[];
  /** The parts that run one after the other, if the model is too large to be held whole. */
  readonly parts?: readonly ModelPart[];
  /** Names of the file's own outputs. */
  readonly outputs: readonly string[];
  /** Of a checkpoint's weights: how its last state becomes a number for every word. */
  readonly answer?: StoredAnswer | NoAnswer;
  readonly model: OnnxModel;
  /** What its weights are kept in. */
  readonly storedIn: Precision;
  /**
   * Only these towers: the rest of the graph is not run, and what it alone reads need not be fed. The file is not read
   * again; both are to be released.
   *
   * @returns Undefined if none of them is of this file.
   */
  select(towers: readonly string[]): GraphModel | undefined;
  /** Its first blocks alone, as `select` gives those of some towers. @param nBlocks At least 1. */
  first(nBlocks: number): GraphModel;
  /** @param keep Outputs of the file to be computed too. */
  run(feeds: Feeds, batch: number, keep?: readonly string[]): Promise<GraphRun<BlockCapture>>;
  /** Runs the first layer alone, and what stands before it. */
  runFirst(feeds: Feeds, batch: number): Promise<BlockCapture>;
  /** Runs, and recomputes the weights from queries and keys. @param keep As in `run`. */
  replay(feeds: Feeds, batch: number, keep?: readonly string[]): Promise<GraphRun<ReplayedBlock>>;
  /** How the patches of a picture lie among the tokens; undefined where the graph takes none, or it is not seen. */
  tokenGrid(feeds: Feeds, nTokens: number): Promise<TokenGrid | undefined>;
  release(): Promise<void>;
}

/** Results of a run, one per block, and the file's outputs that were to be kept. */
export interface GraphRun<T> {
  readonly blocks: readonly T[];
  readonly kept: Readonly<Record<string, OrtTensor>>;
}

/**
 * @param tower What the file's blocks are called where they have no tower of their own.
 * @throws {ModelError} if the file is damaged, or no attention is found in it.
 */
export function openGraph(path: string, options: OpenOptions = {}, tower?: string): GraphModel {
  return openIndexed(indexModel(path), { path, options }, (graph) => {
    const finding = findAttention(graph);
    if (finding.blocks.length === 0) throw noAttention(graph.model, finding);
    if (tower === undefined) return finding;
    const blocks = finding.blocks.map((block) => ({ ...block, tower: block.tower ?? tower }));
    return { ...finding, blocks };
  });
}

/**
 * Opens a graph that was built from a checkpoint's weights.
 *
 * @param path The file in which the weights begin. @throws {ModelError} if a weight lies outside of the folder.
 */
export function openBuilt(path: string, built: BuiltGraph, options: OpenOptions = {}): GraphModel {
  const { marks, answer } = built;
  const indexed = indexBytes(path, built.bytes);
  const isLarge = built.nWeightBytes > (options.mostBytes ?? MOST_BYTES);
  const opened = { path, options, answer, ...(isLarge ? { marks } : {}) };
  const why = "tensors of the checkpoint on which queries, keys and weights do not depend";
  const rejections = built.unused.map((node) => ({ node, why }));
  return openIndexed(indexed, opened, (graph) => ({ blocks: markedAttention(graph, marks), rejections }));
}

function openIndexed(
  indexed: OnnxModel,
  about: Pick<OpenedFile, "path" | "options" | "marks" | "answer">,
  find: (graph: GraphIndex) => Finding,
): GraphModel {
  try {
    new WeightLinks(indexed).check();
    const { options } = about;
    const flat = inlineBranches(indexed, mayBeAttention, options.branch);
    const model = { ...flat, inputs: describeInputs(new GraphIndex(flat), options.names) };
    const graph = new GraphIndex(model);
    const { blocks, rejections } = find(graph);
    return graphModel({ ...about, flat, model, graph, rejections, nInUse: 0 }, blocks);
  } catch (error) {
    indexed.file.close();
    throw error;
  }
}

/** A file that has been read: what the model and selections of its towers share. */
interface OpenedFile {
  readonly path: string;
  readonly options: OpenOptions;
  /** Where it can be cut, if it is to be run in parts. */
  readonly marks?: Marks;
  readonly answer?: StoredAnswer | NoAnswer;
  /** Its inputs as they stand in the file. */
  readonly flat: OnnxModel;
  readonly model: OnnxModel;
  readonly graph: GraphIndex;
  readonly rejections: readonly Rejection[];
  /** How many have not been released: the last one closes the file. */
  nInUse: number;
}

function graphModel(opened: OpenedFile, blocks: readonly AttentionBlock[]): GraphModel {
  const { path, options, flat, model, graph } = opened;
  const runs = blocks.map(runOf);
  const wanted = runs.flatMap(({ outputs }) => outputs);
  // Derived here already, since what is wrong with the weights' files is better said now than at the first run.
  const derived = deriveModel(model, wanted);
  const sessions = new Sessions(model, options.threads ?? 1);
  const each = <T>(read: (run: BlockRun) => T): T[] =>
    runs.map((run, i) => guarded(path, blocks[i]!, () => read(run)));
  const parts = opened.marks && partsOf(opened, opened.marks, blocks, runs);
  let isReleased = false;
  opened.nInUse++;
  return {
    path,
    blocks,
    rejections: opened.rejections,
    // What is not needed takes no part in telling which is which.
    inputs: describeInputs(
      graph,
      options.names,
      flat.inputs.filter((input) => derived.inputs.has(input.name)),
    ),
    outputs: model.outputs,
    ...(opened.answer ? { answer: opened.answer } : {}),
    model,
    storedIn: storedPrecision(model),
    ...(parts ? { parts } : {}),
    select: (towers) => {
      const own = blocks.filter((block) => towers.includes(block.tower ?? ""));
      return own.length === 0 ? undefined : graphModel(opened, own);
    },
    first: (nBlocks) => graphModel(opened, blocks.slice(0, nBlocks)),
    run: async (feeds, batch, keep = []) => {
      if (parts && keep.length === 0)
        return {
          blocks: await throughParts(parts, (part, carried) => part.run(feeds, batch, carried)),
          kept: {},
        };
      const kept = keep.map(keptOutput);
      const out = await sessions.run(`run ${keep.join()}`, [...wanted, ...kept], feeds);
      return { blocks: each((run) => run.read(reader(out), batch)), kept: readKept(kept, out) };
    },
    runFirst: (feeds, batch) => {
      const [run] = runs;
      const [block] = blocks;
      if (run === undefined || block === undefined) throw new Error(`${path} was opened without a layer.`);
      return sessions.runOnce(run.outputs, feeds, (out) =>
        guarded(path, block, () => run.read(reader(out), batch)),
      );
    },
    replay: async (feeds, batch, keep = []) => {
      if (parts && keep.length === 0)
        return {
          blocks: await throughParts(parts, (part, carried) => part.replay(feeds, batch, carried)),
          kept: {},
        };
      const kept = keep.map(keptOutput);
      return sessions.runOnce([...wanted, ...replayOutputs(runs), ...kept], feeds, (out) => ({
        blocks: each((run) => run.replay(reader(out), batch)),
        kept: readKept(kept, out),
      }));
    },
    tokenGrid: async (feeds, nTokens) => {
      const picture = model.inputs.find(({ role }) => role === "pixel_values");
      if (picture === undefined) return undefined;
      const steps = blocks
        .map((block) => picturePath(graph, picture, block))
        .find(({ length }) => length > 0);
      if (steps === undefined) return undefined;
      const tensors = tensorsOn(graph, steps);
      const shapes = await sessions.runOnce(tensors.map(shapeOutput), feeds, (out) =>
        tensors.map((tensor, i) => [tensor, Array.from(reader(out)(shapeName(i)).data)] as const),
      );
      return followPicture(graph, picture, steps, new Map(shapes), nTokens);
    },
    release: async () => {
      if (isReleased) return;
      isReleased = true;
      await sessions.release();
      for (const part of parts ?? []) await part.release();
      opened.nInUse--;
      if (opened.nInUse === 0) model.file.close();
    },
  };
}

function partsOf(
  { path, model, options }: OpenedFile,
  marks: Marks,
  blocks: readonly AttentionBlock[],
  runs: readonly BlockRun[],
): ModelPart[] {
  const nCuts = blocks.map(
    (block) =>
      marks.attention.find((marked) => marked.tower === block.tower && marked.layer === block.layer)
        ?.nCutsBefore ?? 0,
  );
  const source = {
    ...{ model, blocks, runs, reader, threads: options.threads ?? 1 },
    guarded: <T>(block: AttentionBlock, read: () => T): T => guarded(path, block, read),
  };
  return openParts(source, planParts(model, marks, runs, nCuts));
}

function keptOutput(tensor: string): Wanted {
  return { tensor, output: `headland.kept.${tensor}` };
}

function readKept(kept: readonly Wanted[], out: RunOutputs): GraphRun<never>["kept"] {
  return Object.fromEntries(kept.map(({ tensor, output }) => [tensor, out[output]!]));
}

const shapeName = (i: number): string => `headland.shape.${i}`;

function shapeOutput(tensor: string, i: number): Wanted {
  const shape = `${shapeName(i)}.of`;
  const node = {
    name: "",
    opType: "Shape",
    domain: "",
    inputs: [tensor],
    outputs: [shape],
    attributes: new Map(),
  };
  return { tensor: shape, output: shapeName(i), added: [node] };
}

function reader(out: RunOutputs): (name: string) => Tensor {
  return (name) => {
    const tensor = out[name];
    if (!(tensor?.data instanceof Float32Array)) throw new RangeError(`${name} is no float32 output`);
    return { dims: tensor.dims, data: tensor.data };
  };
}

/** Unexpected shapes come from the model and are not a bug in Headland. */
function guarded<T>(path: string, block: AttentionBlock, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const problem = {
      what: "attention was found that cannot be read",
      where: `${path}, layer ${block.layer}`,
      expected: "queries, keys and weights of matching shapes",
      received: `${cause.message} (${block.how})`,
    };
    throw new ModelError(problem, { cause });
  }
}
