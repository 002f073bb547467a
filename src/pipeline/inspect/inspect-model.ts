/** Inspects a model: towers, layers, heads, how each block was found, and the cost of a full atlas. */
import { relative, sep } from "node:path";
import { counted } from "#atlas/counted.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { configWarnings, readConfig, type TowerCounts } from "../onnx/check-config.ts";
import { fixedBatch } from "../onnx/feeds/feed-shapes.ts";
import type { AuthorNames } from "../onnx/feeds/input-roles.ts";
import { whyNotOpened } from "../onnx/model-files.ts";
import { listGraphs, listWeights } from "../onnx/open-folder.ts";
import {
  openModel,
  type AttentionModel,
  type Feeds,
  type ModelFiles,
  type OnnxInput,
  type Rejection,
  type ReplayReport,
  type TokenGrid,
} from "../onnx/open-model.ts";
import type { BlockCapture } from "../onnx/run/block-capture.ts";
import { replayWarnings } from "../onnx/run/replay-report.ts";
import { dummyInputs, whyNoDummy, type FeedSizes } from "../onnx/feeds/dummy-inputs.ts";

export interface LayerInspection {
  readonly layer: number;
  readonly kind: "self" | "cross";
  readonly nHeads: number;
  readonly nKvHeads: number;
  readonly dHead: number;
  readonly how: string;
  readonly precision: string;
  /** Null if the model could not be run, or if it gave NaN or infinity. */
  readonly replayError: number | null;
  /** The smallest share, over the heads, of the scores' variance that q·k explains; null as above. */
  readonly explained: number | null;
  /** Heads with NaN or infinity. */
  readonly notFinite: readonly { readonly head: number; readonly part: string; readonly value: string }[];
}

export interface Inspection {
  readonly path: string;
  readonly files: readonly string[];
  /** Graphs and weights in the folder that were not opened, and why. */
  readonly notOpened: readonly { readonly file: string; readonly why: string }[];
  readonly inputs: readonly string[];
  readonly towers: readonly { readonly name: string; readonly layers: readonly LayerInspection[] }[];
  readonly nHeads: number;
  /** How the graph cuts a picture of the size that was tried; null if it takes no pictures, or the grid is not recognized. */
  readonly patches: TokenGrid | null;
  /** Null if the model could not be run on made-up input; `problem` says why. */
  readonly replay: {
    readonly maxError: number;
    readonly tolerance: number;
    readonly isWithin: boolean;
  } | null;
  readonly problem: string | null;
  readonly tokensPerSecond: number | null;
  /** Cost of an atlas of 10,000 tokens with all maps. */
  readonly estimate: {
    readonly nTokens: number;
    readonly seconds: number;
    readonly sizeBytes: number;
  } | null;
  readonly warnings: readonly string[];
  readonly rejections: readonly Rejection[];
}

/** Lengths to try: a model with few positions refuses the longer ones. */
const LENGTHS = [64, 32, 8, 4];
/** Sequences per batch, if the model takes any number. */
const SEQUENCES = 2;
const ESTIMATE_TOKENS = 10_000;
/** 15 coordinates and a few columns, two bytes per number, in base64, for the query and the key of each token. */
const BYTES_PER_TOKEN_AND_HEAD = 2 * 18 * 2 * (4 / 3);

/** The measurements that estimates are based on. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** Seconds that one head of this width and number of tokens takes after the model has run, with all cores busy. */
  secondsPerHead(nTokens: number, dHead: number): Promise<number>;
}

export interface InspectOptions {
  /** Roles of inputs from the author's configuration. */
  readonly names?: AuthorNames;
  readonly tell?: Tell;
}

/**
 * @param source An ONNX file, a model's folder, or some of its files.
 * @throws {ModelError} if there is no attention; it says what was found instead.
 */
export async function inspectModel(
  source: string | ModelFiles,
  clock: Clock,
  { names, tell = untold }: InspectOptions = {},
): Promise<Inspection> {
  const path = typeof source === "string" ? source : source.folder;
  const begins = (doing: string): void => tell({ of: "model", where: path, doing });
  begins("opening the model");
  const model = await openModel(source, names ? { names } : {});
  try {
    const config = readConfig(path);
    const sizes = { ...sizesOf(config), batch: fixedBatch(model.inputs) ?? SEQUENCES };
    const trial = await tryRun(model, sizes, () => clock.now(), begins);
    const blocks = "blocks" in trial ? trial.blocks : [];
    const replay = "blocks" in trial ? trial.replay : null;
    const towers = towersOf(model, blocks, replay);
    const nHeads = headsOf(blocks);
    const speed = "blocks" in trial ? trial.tokensPerSecond : null;
    return {
      path,
      files: model.files,
      notOpened: notOpened(path, model.files),
      inputs: model.inputs.map(describeInput),
      towers,
      nHeads,
      patches: "blocks" in trial ? trial.patches : null,
      replay: replay && { maxError: replay.maxError, tolerance: replay.tolerance, isWithin: replay.isWithin },
      problem: "problem" in trial ? trial.problem : null,
      tokensPerSecond: speed,
      estimate: speed === null ? null : await estimate(blocks, speed, clock),
      warnings: [
        ...(blocks.length > 0 ? configWarnings(config, towers.map(countsOf)) : []),
        ...(replay ? replayWarnings(model.blocks, replay) : []),
        ...("untried" in trial ? trial.untried : []),
        ...unclearInputs(model),
      ],
      rejections: model.rejections,
    };
  } finally {
    await model.release();
  }
}

function describeInput({ name, role, dims }: OnnxInput): string {
  const what = role === undefined || name.includes(role) ? "" : ` as ${role}`;
  return `${name}${what} [${dims.join(", ")}]`;
}

function unclearInputs({ inputs }: AttentionModel): string[] {
  const unclear = inputs.filter(({ role }) => role === undefined).map(({ name }) => name);
  if (unclear.length === 0) return [];
  return [
    `What is not clear of an input is to be said in the model's YAML, inputs.names: ${unclear.join(", ")}.`,
  ];
}

/** Only for a folder: a user who names one file does not want another. */
function notOpened(folder: string, files: readonly string[]): Inspection["notOpened"] {
  const opened = files.map((file) => relative(folder, file).replaceAll(sep, "/"));
  const graphs = listGraphs(folder)
    .filter((name) => !opened.includes(name))
    .map((file) => ({ file, why: whyNotOpened(file, opened) }));
  const weights = listWeights(folder);
  if (weights === undefined || opened.includes(weights)) return graphs;
  const why = "ONNX files go before weights; `weights: safetensors` in the model's YAML chooses it";
  return [...graphs, { file: weights, why }];
}

function countsOf({ name, layers }: Inspection["towers"][number]): TowerCounts {
  const counts = {
    heads: layers.map((layer) => layer.nHeads),
    keyHeads: layers.map((layer) => layer.nKvHeads),
  };
  return name === "" ? counts : { name, ...counts };
}

type Config = ReturnType<typeof readConfig>;

function sizesOf(config: Config): Omit<FeedSizes, "length" | "batch"> {
  const vision = config?.["vision_config"];
  const inVision = typeof vision === "object" && vision !== null ? (vision as Record<string, unknown>) : {};
  return {
    imagePx: smallCount(config?.["image_size"] ?? inVision["image_size"], 2048) ?? 224,
    nSamples: 16_000,
    nMels: smallCount(config?.["num_mel_bins"], 1024) ?? 80,
    // A speech encoder that halves its input turns two frames into one position.
    nFrames: 2 * (smallCount(config?.["max_source_positions"], 1 << 14) ?? 1500),
    width: smallCount(config?.["d_model"] ?? config?.["hidden_size"], 1 << 15) ?? 64,
  };
}

/** A count from a configuration, which may contain anything. */
function smallCount(value: unknown, most: number): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= most
    ? value
    : undefined;
}

type Trial =
  | {
      readonly blocks: readonly BlockCapture[];
      readonly replay: ReplayReport;
      readonly tokensPerSecond: number;
      readonly patches: TokenGrid | null;
      /** Longer sequences that were not tried, because their made-up input would be too large. */
      readonly untried: readonly string[];
    }
  | { readonly problem: string };

async function tryRun(
  model: AttentionModel,
  sizes: Omit<FeedSizes, "length">,
  now: () => number,
  begins: (doing: string) => void,
): Promise<Trial> {
  const runtime = await import("../onnx/runtime.ts");
  let problem = "";
  const untried: string[] = [];
  for (const length of LENGTHS) {
    const why = whyNoDummy(model.inputs, { ...sizes, length });
    if (why !== undefined) {
      problem ||= why;
      untried.push(`Sequences of ${counted(length, "token")} were not tried: ${why}.`);
      continue;
    }
    const feeds = dummyInputs(runtime, model.inputs, { ...sizes, length });
    begins(`running the model on made-up sequences of ${counted(length, "token")}`);
    try {
      await model.run(feeds, sizes.batch);
      const start = now();
      const blocks = await model.run(feeds, sizes.batch);
      const seconds = Math.max(1e-3, (now() - start) / 1000);
      const nTokens = Math.max(...blocks.map(({ q }) => (q.dims[0] ?? 0) * (q.dims[2] ?? 0)));
      const few = dummyInputs(runtime, model.inputs, { ...sizes, length: Math.min(length, 8) });
      return {
        blocks,
        replay: await model.replay(few, sizes.batch),
        tokensPerSecond: nTokens / seconds,
        patches: await patchesOf(model, feeds, blocks),
        untried,
      };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // The first refusal explains most; a shorter sequence may still fit the model's positions.
      problem ||= error.message;
    }
  }
  return { problem };
}

async function patchesOf(
  model: AttentionModel,
  feeds: Feeds,
  blocks: readonly BlockCapture[],
): Promise<TokenGrid | null> {
  for (const nTokens of new Set(blocks.map(({ q }) => q.dims[2] ?? 0))) {
    const grid = await model.tokenGrid(feeds, nTokens);
    if (grid) return grid;
  }
  return null;
}

function towersOf(
  model: AttentionModel,
  captured: readonly BlockCapture[],
  replay: ReplayReport | null,
): Inspection["towers"] {
  const towers = new Map<string, LayerInspection[]>();
  model.blocks.forEach((block, i) => {
    const layers = towers.get(block.tower ?? "") ?? [];
    const { nHeads = 0, nKvHeads = 0, dHead = 0 } = captured[i] ?? {};
    const explained = replay?.explained[i] ?? [];
    const notFinite = (replay?.notFinite ?? []).flatMap(({ block: b, ...bad }) => (b === i ? [bad] : []));
    layers.push({
      layer: block.layer,
      kind: block.kind,
      nHeads,
      nKvHeads,
      dHead,
      how: block.how,
      precision: block.precision,
      replayError: notFinite.length > 0 ? null : (replay?.errors[i] ?? null),
      explained: explained.length > 0 ? Math.min(...explained) : null,
      notFinite,
    });
    towers.set(block.tower ?? "", layers);
  });
  return [...towers].map(([name, layers]) => ({ name, layers }));
}

async function estimate(
  blocks: readonly BlockCapture[],
  tokensPerSecond: number,
  clock: Clock,
): Promise<NonNullable<Inspection["estimate"]>> {
  const nHeads = headsOf(blocks);
  const width = blocks.reduce((sum, { nHeads: heads, dHead }) => sum + heads * dHead, 0) / nHeads;
  const perHead = await clock.secondsPerHead(ESTIMATE_TOKENS, Math.round(width));
  return {
    nTokens: ESTIMATE_TOKENS,
    seconds: ESTIMATE_TOKENS / tokensPerSecond + nHeads * perHead,
    sizeBytes: nHeads * ESTIMATE_TOKENS * BYTES_PER_TOKEN_AND_HEAD,
  };
}

function headsOf(blocks: readonly BlockCapture[]): number {
  return blocks.reduce((sum, block) => sum + block.nHeads, 0);
}
