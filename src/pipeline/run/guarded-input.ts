/** Opens and runs the input of one atlas in its own process, so that files from other people cannot harm the build. */
import type { HeadId } from "#atlas/head/head-id.ts";
import { siblingModule } from "#package/sibling-module.ts";
import type { LayerReport } from "../capture/capture-layers.ts";
import type { CaptureReport } from "../capture/capture.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import { GuardedProcess, type CallOptions } from "../guard/guarded-process.ts";
import type { Limits } from "../guard/limits.ts";
import type { EncodedDataset, EncodedSequence } from "../inputs/encoded-dataset.ts";
import type { Streams } from "../inputs/model-input.ts";
import type { InputCalls, LayersAsked, LayersCaptured } from "./input-process.ts";

const ENTRY = siblingModule("./input-process", import.meta.url);

export interface GuardedInputOptions {
  readonly workFolder: string;
  readonly isTrusting: boolean;
  readonly limits: Limits;
  readonly signal?: AbortSignal;
}

export class GuardedInput {
  readonly #process: GuardedProcess<InputCalls>;
  readonly #options: GuardedInputOptions;
  readonly #model: ResolvedModel;
  /** The process reads pictures and captures patterns, so they are available until it is closed. */
  readonly streams: Streams;

  private constructor(
    process: GuardedProcess<InputCalls>,
    options: GuardedInputOptions,
    model: ResolvedModel,
    streams: Streams,
  ) {
    this.#process = process;
    this.#options = options;
    this.#model = model;
    this.streams = new Map([...streams].map(([name, stream]) => [name, this.#withPictures(name, stream)]));
  }

  /** @throws {UserError} as `openInput` does, and if the files take too much time or memory. */
  static async open(
    atlas: AtlasConfig,
    model: ResolvedModel,
    options: GuardedInputOptions,
  ): Promise<GuardedInput> {
    const process = new GuardedProcess<InputCalls>(ENTRY, options.limits);
    const { workFolder, isTrusting } = options;
    const step = {
      of: "dataset",
      where: `${atlas.datasetFile}, source`,
      doing: "reading the dataset",
    } as const;
    try {
      const asked = { atlas, model, workFolder, isTrusting };
      return new GuardedInput(
        process,
        options,
        model,
        await process.call("open", asked, step, callOptions(options)),
      );
    } catch (error) {
      await process.close();
      throw error;
    }
  }

  /** The heads of the model, found by a run on one sequence. Call it before `capture`. @throws {UserError} as `capture` does. */
  heads(): Promise<readonly HeadId[]> {
    const step = { of: "model", where: this.#modelPath, doing: "counting its heads" } as const;
    return this.#process.call("heads", null, step, callOptions(this.#options));
  }

  /** Runs the model; call it once. @param folder An empty folder. @throws {UserError} as `capture` and `open` do. */
  async capture(folder: string, onProgress: (nSequences: number) => void): Promise<CaptureReport> {
    const step = { of: "model", where: this.#modelPath, doing: "running the model" } as const;
    try {
      const options = { ...callOptions(this.#options), onProgress };
      return await this.#process.call("capture", { folder }, step, options);
    } finally {
      // From here on, only pictures can be needed.
      if ([...this.streams.values()].every(({ grid }) => grid === null)) await this.close();
    }
  }

  /** The same for some layers; what only the others need is not run. Call it once. @throws {UserError} as `capture` does. */
  async captureLayers(asked: LayersAsked, onProgress: (nSequences: number) => void): Promise<LayersCaptured> {
    const step = { of: "model", where: this.#modelPath, doing: "running the model" } as const;
    return this.#process.call("captureLayers", asked, step, { ...callOptions(this.#options), onProgress });
  }

  /** The report that a capture would make, of the reports of all layers. The model does not run. */
  async joinLayers(layers: readonly LayerReport[]): Promise<CaptureReport> {
    const step = { of: "model", where: this.#modelPath, doing: "joining what was reported of it" } as const;
    return this.#process.call("joinLayers", layers, step, callOptions(this.#options));
  }

  async close(): Promise<void> {
    await this.#process.close();
  }

  get #modelPath(): string {
    return this.#model.modelPaths.join(", ");
  }

  #withPictures(name: string, stream: EncodedDataset): EncodedDataset {
    if (stream.grid === null) return stream;
    const sequences = stream.sequences.map((sequence, index): EncodedSequence => ({
      ...sequence,
      picture: () =>
        this.#process.call(
          "picture",
          { stream: name, index },
          { of: "dataset", where: `picture ${index + 1} of the dataset`, doing: "cutting it into patches" },
          callOptions(this.#options),
        ),
    }));
    return { ...stream, sequences };
  }
}

function callOptions({ signal }: GuardedInputOptions): CallOptions {
  return signal ? { signal } : {};
}
