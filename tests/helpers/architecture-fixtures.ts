/** The fixtures of architectures: models, inputs and what PyTorch computes from them. tests/oracle makes them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formulaNumbers, type FormulaType } from "./formula.ts";

const FOLDER = "tests/fixtures/architectures";

export interface Fixture {
  /** What is special about the variant. */
  readonly about: string;
  /** config.json as transformers writes it. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Into how many files the weights are split; one if left out. */
  readonly shards?: number;
  readonly inputs: Readonly<Record<string, FixtureInput>>;
  readonly attention: readonly FixtureAttention[];
  /** The largest difference from the expected numbers that is accepted. */
  readonly tolerance: number;
  readonly tensors: readonly FixtureTensor[];
}

/** Numbers, or the name, center and spread by which the formula gives them. */
export type FixtureInput = { readonly shape: readonly number[] } & (
  | { readonly type: "int64"; readonly data: readonly number[] }
  | { readonly type: "float32"; readonly name: string; readonly center: number; readonly spread: number }
);

/** An attention whose `<tower.>layer.q`, `.k` and `.weights` are expected. */
export interface FixtureAttention {
  readonly tower?: "encoder" | "decoder" | "cross" | "text" | "vision";
  readonly layer: number;
  /** The heads that are expected, in this order; all if left out. */
  readonly heads?: readonly number[];
  /** The positions whose queries, keys, rows of weights and hidden states are expected; all if left out. */
  readonly tokens?: readonly number[];
}

export type FixtureTensor = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: FormulaType;
} & (
  | { readonly center: number; readonly spread: number }
  | { readonly fill: "range" | "causal" | readonly number[] }
);

/** The names of all fixtures, as `family/variant`. */
export function fixtureNames(): string[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json"))
    .map((path) => path.slice(0, -".json".length))
    .sort();
}

export function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")) as Fixture;
}

/** The path of the safetensors file with what a fixture expects. */
export function expectedFile(name: string): string {
  return join(FOLDER, `${name}.safetensors`);
}

/** The numbers of an input, row by row. */
export function inputNumbers(input: FixtureInput): BigInt64Array | Float32Array {
  if (input.type === "int64") return BigInt64Array.from(input.data, BigInt);
  const count = input.shape.reduce((product, n) => product * n, 1);
  return formulaNumbers(input.name, count, input.center, input.spread);
}
