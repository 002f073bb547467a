/** Runs training steps in onnxruntime and keeps the state between them. With one thread, every run gives the same bits. */
import { InferenceSession, Tensor } from "#pipeline/onnx/runtime.ts";
import type { Parameter } from "../models/parameter.ts";
import { BETA_1, BETA_2 } from "../optimizer/adamw.ts";
import {
  layOut,
  readParameters,
  stateNames,
  writeGroup,
  count,
  type Group,
} from "../optimizer/state-layout.ts";
import { trainingGraph, type BuildLoss, type OptimizerOptions } from "../optimizer/training-step.ts";

export type Feeds = Readonly<Record<string, Tensor>>;

/** Sessions that give the same bits on every run. */
export const SINGLE_THREAD: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  extra: { session: { set_denormal_as_zero: "1" } },
};

export class Trainer {
  /** Number of steps taken. */
  step = 0;
  readonly #groups: readonly Group[];
  readonly #parameters: readonly Parameter[];
  readonly #options: OptimizerOptions;
  readonly #sessions = new Map<string, InferenceSession>();
  #state: Record<string, Tensor> = {};

  constructor(
    parameters: readonly Parameter[],
    start: ReadonlyMap<string, Float32Array>,
    options: OptimizerOptions,
  ) {
    this.#parameters = parameters;
    this.#options = options;
    this.#groups = layOut(parameters);
    for (const group of this.#groups) {
      for (const name of stateNames(group)) {
        const values = name.endsWith(".values")
          ? writeGroup(group, start)
          : new Float32Array(count(group.shape));
        this.#state[name] = new Tensor("float32", values, group.shape);
      }
    }
  }

  /** Prepares steps on batches of one shape. All shapes train the same state. */
  async addShape(shape: string, buildLoss: BuildLoss): Promise<void> {
    const bytes = trainingGraph(this.#parameters, buildLoss, this.#options).bytes();
    this.#sessions.set(shape, await InferenceSession.create(bytes, SINGLE_THREAD));
  }

  /** @param rate Share of the full learning rates. @returns The loss, the gradient's length and the other watched figures. */
  async take(shape: string, batch: Feeds, rate: number): Promise<Record<string, number>> {
    const session = this.#sessions.get(shape);
    if (!session) throw new Error(`no batches of shape ${shape}`);
    this.step++;
    const corrections = [1 - BETA_1 ** this.step, 1 - BETA_2 ** this.step];
    const out = await session.run({
      ...batch,
      ...this.#state,
      rate: new Tensor("float32", [rate], []),
      corrections: new Tensor("float32", corrections, [2]),
    });
    const figures: Record<string, number> = {};
    for (const [name, value] of Object.entries(out)) {
      if (name.startsWith("next.")) this.#state[name.slice("next.".length)] = value;
      else figures[name] = Number(value.data[0]);
    }
    if (!Number.isFinite(figures["loss"]))
      throw new Error(`the loss is ${figures["loss"]} at step ${this.step}`);
    return figures;
  }

  /** Parameters by name, in their own shapes. */
  parameters(): Map<string, Float32Array> {
    return readParameters(this.#groups, ({ name }) => this.#state[`${name}.values`]!.data as Float32Array);
  }

  /** Everything that the next step depends on, in a fixed order. */
  save(): Buffer {
    const head = new Float64Array([this.step]);
    const parts = this.#names().map((name) => this.#state[name]!.data as Float32Array);
    return Buffer.concat(
      [head, ...parts].map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)),
    );
  }

  /** @throws {Error} if a model of other sizes saved the bytes. */
  load(bytes: Buffer): void {
    const copy = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    this.step = new Float64Array(copy, 0, 1)[0]!;
    let at = 8;
    for (const name of this.#names()) {
      const { dims } = this.#state[name]!;
      const values = new Float32Array(copy.slice(at, (at += 4 * count(dims))));
      this.#state[name] = new Tensor("float32", values, dims);
    }
    if (at !== copy.byteLength) throw new Error(`expected ${at} bytes of state, received ${copy.byteLength}`);
  }

  #names(): string[] {
    return this.#groups.flatMap(stateNames);
  }
}
