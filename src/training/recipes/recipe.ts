/** Everything that makes one of the embedded models, from its sizes to its files. */
import type { Storage } from "../export/stored-weights.ts";
import type { Parameter } from "../models/parameter.ts";
import type { BuildLoss, OptimizerOptions } from "../optimizer/training-step.ts";
import type { Feeds } from "../trainer/trainer.ts";
import type { Schedule } from "../trainer/schedule.ts";

/** A batch and the shape it was made for. */
export interface Batch {
  readonly shape: string;
  readonly feeds: Feeds;
}

/** What a seed gives. */
export interface OpenedData {
  /** The batch of a step; it depends on seed and step alone, so that training can go on where it stopped. */
  readonly batchOf: (step: number) => Batch;
  /** What stands beside the weights, by file name: configuration and tokenizer. */
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
  /** The model as an ONNX file, in half precision or, as checkpoints are, in bytes. */
  readonly exportOnnx: (values: ReadonlyMap<string, Float32Array>, storage: Storage) => Buffer;
  /** Measures a model in Hugging Face layout. @returns Markdown, as it stands in the model card. */
  readonly evaluate: (folder: string) => Promise<string>;
  /** Steps after which the state is kept for good, as a series of checkpoints. */
  readonly keptSteps: readonly number[];
}
