/** Opens one ONNX file: finds its attention, and runs a derived model for queries, keys and weights. */
import type { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { describeProblem, ModelError } from "../errors.ts";
import { describeInputs, type AuthorNames } from "./feeds/input-roles.ts";
import { deriveModel, type DerivedModel, type Wanted } from "./file/derive-model.ts";
import { GraphIndex } from "./file/graph-index.ts";
import { indexModel } from "./file/index-model.ts";
import { inlineBranches, type BranchChoice } from "./file/inline-branch.ts";
import type { OnnxInput, OnnxModel } from "./file/onnx-graph.ts";
import { storedPrecision } from "./file/stored-precision.ts";
import { WeightLinks } from "./file/weight-links.ts";
import type { AttentionBlock, Precision, Rejection } from "./find/attention-block.ts";
import { findAttention, mayBeAttention } from "./find/find-attention.ts";
import { followPicture, picturePath, tensorsOn, type TokenGrid } from "./grid/follow-picture.ts";
import { noAttention } from "./model-errors.ts";
import type { BlockCapture } from "./run/block-capture.ts";
import type { BlockReplay } from "./run/block-replay.ts";
import { replayOutputs } from "./run/block-run.ts";
import { runOf } from "./run/run-of.ts";
import type { Tensor } from "./run/tensor.ts";

/** What is fed: one tensor per input of the model. */
export type Feeds = Readonly<Record<string, OrtTensor>>;

export interface OpenOptions {
  /** Threads inside one operator; 1 by default, so that results do not depend on the machine. */
  readonly threads?: number;
  /** Of a decoder merged of two, with and without cache: which one; by default the one without. */
  readonly branch?: BranchChoice;
  /** Only these towers, by name: the rest of the graph is not run, and what it alone reads need not be fed. */
  readonly towers?: readonly string[];
  /** What inputs are, where the author says it. */
  readonly names?: AuthorNames;
}

/** One opened file. */
export interface GraphModel {
  readonly path: string;
  readonly blocks: readonly AttentionBlock[];
  readonly rejections: readonly Rejection[];
  /** Inputs that queries, keys and weights depend on, and outputs that were asked to be kept. */
  readonly inputs: readonly OnnxInput[];
  /** Names of the file's own outputs. */
  readonly outputs: readonly string[];
  readonly model: OnnxModel;
  /** What its weights are kept in. */
  readonly storedIn: Precision;
  /** @param keep Outputs of the file to be computed too. */
  run(feeds: Feeds, batch: number, keep?: readonly string[]): Promise<GraphRun>;
  replay(feeds: Feeds, batch: number): Promise<BlockReplay[]>;
  /** How the patches of a picture lie among the tokens; undefined where the graph takes none, or it is not seen. */
  tokenGrid(feeds: Feeds, nTokens: number): Promise<TokenGrid | undefined>;
  release(): Promise<void>;
}

export interface GraphRun {
  readonly blocks: BlockCapture[];
  readonly kept: Readonly<Record<string, OrtTensor>>;
}

/**
 * @param tower What the file's blocks are called where they have no tower of their own.
 * @returns Undefined if none of its towers is asked for.
 * @throws {ModelError} if the file is damaged, or no attention is found in it.
 */
export function openGraph(path: string, options: OpenOptions = {}, tower?: string): GraphModel | undefined {
  const indexed = indexModel(path);
  try {
    new WeightLinks(indexed).check();
    const flat = inlineBranches(indexed, mayBeAttention, options.branch);
    const model = { ...flat, inputs: describeInputs(new GraphIndex(flat), options.names) };
    const graph = new GraphIndex(model);
    const finding = findAttention(graph);
    if (finding.blocks.length === 0) throw noAttention(model, finding);
    const named = finding.blocks.map((block) =>
      tower === undefined ? block : { ...block, tower: block.tower ?? tower },
    );
    const blocks = named.filter((block) => options.towers?.includes(block.tower ?? "") ?? true);
    if (blocks.length === 0) {
      model.file.close();
      return undefined;
    }
    const runs = blocks.map(runOf);
    const wanted = runs.flatMap(({ outputs }) => outputs);
    // Derived here already, since what is wrong with the weights' files is better said now than at the first run.
    const derived = deriveModel(model, wanted);
    const sessions = new Sessions(model, options);
    return {
      path,
      blocks,
      rejections: finding.rejections,
      // What is not needed takes no part in telling which is which.
      inputs: describeInputs(
        graph,
        options.names,
        flat.inputs.filter((input) => derived.inputs.has(input.name)),
      ),
      outputs: model.outputs,
      model,
      storedIn: storedPrecision(model),
      run: async (feeds, batch, keep = []) => {
        const kept = keep.map((tensor) => ({ tensor, output: `headland.kept.${tensor}` }));
        const out = await sessions.run(`run ${keep.join()}`, [...wanted, ...kept], feeds);
        return {
          blocks: runs.map((one, i) => guarded(path, blocks[i]!, () => one.read(reader(out), batch))),
          kept: Object.fromEntries(kept.map(({ tensor, output }) => [tensor, out[output]!])),
        };
      },
      replay: async (feeds, batch) => {
        const out = await sessions.run("replay", [...wanted, ...replayOutputs(runs)], feeds);
        return runs.map((one, i) => guarded(path, blocks[i]!, () => one.replay(reader(out), batch)));
      },
      tokenGrid: async (feeds, nTokens) => {
        const picture = model.inputs.find(({ role }) => role === "pixel_values");
        if (picture === undefined) return undefined;
        const path = blocks
          .map((block) => picturePath(graph, picture, block))
          .find(({ length }) => length > 0);
        if (path === undefined) return undefined;
        const tensors = tensorsOn(graph, path);
        const out = reader(await sessions.run("shapes", tensors.map(shapeOutput), feeds));
        const shapes = tensors.map((tensor, i) => [tensor, Array.from(out(shapeName(i)).data)] as const);
        return followPicture(graph, picture, path, new Map(shapes), nTokens);
      },
      release: async () => {
        await sessions.release();
        model.file.close();
      },
    };
  } catch (error) {
    indexed.file.close();
    throw error;
  }
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

function reader(out: InferenceSession.ReturnType): (name: string) => Tensor {
  return (name) => {
    const tensor = out[name];
    if (!(tensor?.data instanceof Float32Array)) throw new RangeError(`${name} is no float32 output`);
    return { dims: tensor.dims, data: tensor.data };
  };
}

/** Shapes that the finder did not foresee are the model's, not a fault of ours. */
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
    throw new ModelError(describeProblem(problem), { cause });
  }
}

interface OpenSession {
  readonly session: InferenceSession;
  /** The file's inputs → the names under which they are fed. */
  readonly inputs: DerivedModel["inputs"];
}

/** Sessions are made when they are first needed: looking at a model does not load its weights. */
class Sessions {
  readonly #model: OnnxModel;
  readonly #options: OpenOptions;
  readonly #open = new Map<string, OpenSession>();

  constructor(model: OnnxModel, options: OpenOptions) {
    this.#model = model;
    this.#options = options;
  }

  async run(key: string, wanted: readonly Wanted[], feeds: Feeds): Promise<InferenceSession.ReturnType> {
    const { session, inputs } = this.#open.get(key) ?? (await this.#create(wanted));
    this.#open.set(key, { session, inputs });
    const fed = [...inputs].flatMap(([name, fedAs]) => (feeds[name] ? [[fedAs, feeds[name]]] : []));
    try {
      return await session.run(Object.fromEntries(fed) as Record<string, OrtTensor>);
    } catch (cause) {
      throw this.#refused("onnxruntime cannot run the model on this input", "an input it takes", cause);
    }
  }

  async release(): Promise<void> {
    for (const { session } of this.#open.values()) await session.release();
    this.#open.clear();
  }

  async #create(wanted: readonly Wanted[]): Promise<OpenSession> {
    const derived = deriveModel(this.#model, wanted);
    const runtime = await import("./runtime.ts");
    try {
      const session = await runtime.InferenceSession.create(derived.bytes, {
        intraOpNumThreads: this.#options.threads ?? 1,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        extra: {
          session: {
            model_external_initializers_file_folder_path: derived.folder,
            intra_op: { allow_spinning: "0" },
          },
        },
      });
      return { session, inputs: derived.inputs };
    } catch (cause) {
      throw this.#refused("onnxruntime refuses the model", "a model it can run", cause);
    }
  }

  #refused(what: string, expected: string, cause: unknown): ModelError {
    const received = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
    // What a table of positions too short for a sequence leads to.
    const isOutside = /out of (?:data )?bounds|invalid (?:broadcast|dimension)|broadcast/i.test(received);
    const cure = isOutside
      ? {
          cure: "If sequences may be too long for it, say the longest in the model's YAML: inputs.maxLength.",
        }
      : {};
    const problem = { what, where: this.#model.file.path, expected, received, ...cure };
    return new ModelError(describeProblem(problem), { cause });
  }
}
