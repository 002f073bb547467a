/** Everything that defines an embedded model, from its sizes to its files. */
import type { Storage } from "../export/stored-weights.ts";
import type { Parameter } from "../models/parameter.ts";
import type { BuildLoss, OptimizerOptions } from "../optimizer/training-step.ts";
import type { Feeds } from "../trainer/trainer.ts";
import type { Schedule } from "../trainer/schedule.ts";

/** A batch and the shape that it has. */
export interface Batch {
  readonly shape: string;
  readonly feeds: Feeds;
}

/** Everything that depends on the seed. */
export interface OpenedData {
  /** The batch of a step. It depends on seed and step only, so a stopped training can continue. */
  readonly batchOf: (step: number) => Batch;
  /** The files beside the weights, by name: configuration and tokenizer. */
  readonly files: Readonly<Record<string, object>>;
}

export interface Recipe {
  /** Folder in content/weights. */
  readonly slug: string;
  readonly parameters: readonly Parameter[];
  readonly optimizer: OptimizerOptions;
  readonly schedule: Schedule;
  readonly seed: number;
  /** Losses by the shape of batches. */
  readonly shapes: Readonly<Record<string, BuildLoss>>;
  readonly openData: (seed: number) => OpenedData;
  /** The model as an ONNX file, in half precision, or in 8 bits for checkpoints. */
  readonly exportOnnx: (values: ReadonlyMap<string, Float32Array>, storage: Storage) => Buffer;
  /** Measures a model in Hugging Face layout. @returns Markdown for the model card. */
  readonly evaluate: (folder: string) => Promise<string>;
  /** Steps after which the state is kept permanently, as a checkpoint. */
  readonly keptSteps: readonly number[];
}
