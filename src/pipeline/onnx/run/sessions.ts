/** Runs a model in onnxruntime for tensors that are asked for, each set of them in a session of its own. */
import { ModelError } from "../../errors.ts";
import { deriveModel, type Cuts, type DerivedModel, type Wanted } from "../file/derive-model.ts";
import type { OnnxModel } from "../file/onnx-graph.ts";
import type { InferenceSession, Tensor as OrtTensor } from "../runtime.ts";

/** The feeds: one tensor per input of the model. */
export type Feeds = Readonly<Record<string, OrtTensor>>;

/** What a run gives, by the names of its outputs. */
export type RunOutputs = InferenceSession.ReturnType;

interface OpenSession {
  readonly session: InferenceSession;
  /** The file's inputs → the names under which they are fed. */
  readonly inputs: DerivedModel["inputs"];
}

/** It would join a layer's last sum with the next layer's norm and round otherwise: layers run apart must give the same bits. */
const APART = { optimization: { disable_specified_optimizers: "SkipLayerNormFusion" } };

/** Sessions are made when they are first needed: looking at a model does not load its weights. */
export class Sessions {
  readonly #model: OnnxModel;
  readonly #threads: number;
  readonly #cuts: Cuts;
  readonly #halves: ReadonlySet<string>;
  readonly #open = new Map<string, OpenSession>();

  /**
   * @param threads Inside one operator. @param cuts Tensors that are fed, where the model depends on them.
   * @param halves Those of them that the graph has in float16.
   */
  constructor(
    model: OnnxModel,
    threads: number,
    cuts: Cuts = new Map(),
    halves: ReadonlySet<string> = new Set(),
  ) {
    this.#model = model;
    this.#threads = threads;
    this.#cuts = cuts;
    this.#halves = halves;
  }

  /** Runs in a session that is kept for the next run of this key. @throws {ModelError} if onnxruntime cannot. */
  async run(key: string, wanted: readonly Wanted[], feeds: Feeds): Promise<RunOutputs> {
    const open = this.#open.get(key) ?? (await this.#create(wanted));
    this.#open.set(key, open);
    return this.#runIn(open, feeds);
  }

  /**
   * Runs in a session that is released at once, as its weights take memory.
   *
   * @param read Called while the session is still there.
   * @throws {ModelError} as `run` does.
   */
  async runOnce<T>(wanted: readonly Wanted[], feeds: Feeds, read: (out: RunOutputs) => T): Promise<T> {
    const open = await this.#create(wanted);
    try {
      return read(await this.#runIn(open, feeds));
    } finally {
      await open.session.release();
    }
  }

  async release(): Promise<void> {
    for (const { session } of this.#open.values()) await session.release();
    this.#open.clear();
  }

  async #runIn({ session, inputs }: OpenSession, feeds: Feeds): Promise<RunOutputs> {
    const fed = [...inputs].flatMap(([name, fedAs]) => (feeds[name] ? [[fedAs, feeds[name]]] : []));
    try {
      return await session.run(Object.fromEntries(fed) as Record<string, OrtTensor>);
    } catch (cause) {
      throw this.#refused("onnxruntime cannot run the model on this input", "an input it takes", cause);
    }
  }

  async #create(wanted: readonly Wanted[]): Promise<OpenSession> {
    const derived = deriveModel(this.#model, wanted, this.#cuts, this.#halves);
    const runtime = await import("../runtime.ts");
    try {
      const session = await runtime.InferenceSession.create(derived.bytes, {
        intraOpNumThreads: this.#threads,
        interOpNumThreads: 1,
        logSeverityLevel: 4,
        extra: {
          ...(this.#model.file.isInMemory ? APART : {}),
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
          cure: "If sequences may be too long for it, set the longest length in the model's YAML: inputs.maxLength.",
        }
      : {};
    const problem = { what, where: this.#model.file.path, expected, received, ...cure };
    return new ModelError(problem, { cause });
  }
}
