/** What a caller feeds a model with → the streams that a capture reads. */
import { counted } from "#atlas/counted.ts";
import { describeProblem, expectNone, ModelError } from "../../pipeline/errors.ts";
import {
  startsOf,
  type EncodedDataset,
  type EncodedSequence,
} from "../../pipeline/inputs/encoded-dataset.ts";
import { makeFeeds } from "../../pipeline/inputs/feeds/make-feeds.ts";
import type { Streams } from "../../pipeline/inputs/model-input.ts";
import type { AttentionModel } from "../../pipeline/onnx/open-model.ts";

/** A text as the model reads it. */
export interface TokenSequence {
  /** Token ids, special tokens included: one or more whole numbers from 0. */
  readonly ids: readonly number[];
  /** Segment of each token; 0 if not given. */
  readonly typeIds?: readonly number[];
}

/** A picture or a spectrogram as the model reads it. */
export interface PictureSequence {
  /** Values as the model's preprocessor makes them, row-major; finite. */
  readonly pixels: Float32Array;
  /** [channels, height, width], or [bands, frames] of a spectrogram. */
  readonly dims: readonly number[];
}

/** Token ids alone, tokens with their segments, or a picture. */
export type Sequence = readonly number[] | TokenSequence | PictureSequence;

/**
 * One sequence or more; of a model with an encoder and a decoder (or other towers that read different things) a list for
 * each, by the tower's name, in which the sequences at one place belong together.
 */
export type CaptureInput = readonly Sequence[] | Readonly<Record<string, readonly Sequence[]>>;

/**
 * @throws {ConfigError} with all mistakes, if the sequences are not what the types above say.
 * @throws {ModelError} if the model does not take a picture of these dimensions.
 */
export async function streamsOf(model: AttentionModel, input: CaptureInput): Promise<Streams> {
  const lists: readonly (readonly [string, readonly Sequence[]])[] = isList(input)
    ? [["", input]]
    : Object.entries(input);
  expectNone([
    ...lists.flatMap(([stream, list]) =>
      list.flatMap((one, i) => mistakesIn(one, placeOf(stream, i), vocabularyOf(model, stream))),
    ),
    ...countMistakes(lists),
    ...streamMistakes(model, lists),
  ]);
  const encoded = lists.map(([stream, list]) => [stream, list.map(encode)] as const);
  const all = new Map(encoded);
  return new Map(
    await Promise.all(
      encoded.map(async ([stream]) => [stream, await datasetOf(model, stream, all)] as const),
    ),
  );
}

function isList(input: CaptureInput): input is readonly Sequence[] {
  return Array.isArray(input);
}

const placeOf = (stream: string, at: number): string => `sequences${stream && `.${stream}`}[${at}]`;

function countMistakes(lists: readonly (readonly [string, readonly Sequence[]])[]): string[] {
  const [first] = lists;
  const nFirst = first?.[1].length ?? 0;
  return [
    ...(nFirst === 0 ? [mistake("sequences", "one sequence or more", "none")] : []),
    ...lists.flatMap(([stream, list]) =>
      list.length === nFirst
        ? []
        : [
            mistake(
              `sequences.${stream}`,
              `as many as of ${first?.[0] ?? ""}: ${nFirst}`,
              String(list.length),
            ),
          ],
    ),
  ];
}

/** Lists without a name are read by every tower. */
function streamMistakes(
  { blocks }: AttentionModel,
  lists: readonly (readonly [string, readonly Sequence[]])[],
): string[] {
  const towers = new Set(blocks.map(({ tower = "" }) => tower));
  const read = new Set([...towers].flatMap((tower) => (tower === "cross" ? ["encoder", "decoder"] : tower)));
  const given = lists.map(([stream]) => stream);
  if (given.includes("")) return [];
  if (read.has(""))
    return [mistake("sequences", "a list, for this model has one tower", `lists for ${given.join(", ")}`)];
  const missing = [...read].filter((stream) => !given.includes(stream));
  const unknown = given.filter((stream) => !read.has(stream));
  return [
    ...missing.map((stream) => mistake(`sequences.${stream}`, "what this tower reads", "nothing")),
    ...unknown.map((stream) =>
      mistake(`sequences.${stream}`, `lists for ${[...read].join(", ")} only`, "another"),
    ),
  ];
}

/** Token ids are below it; Infinity where the graph does not tell. */
function vocabularyOf({ inputs }: AttentionModel, stream: string): number {
  const role = stream === "decoder" ? "decoder_input_ids" : "input_ids";
  return inputs.find((input) => input.role === role)?.vocabulary ?? Infinity;
}

function mistakesIn(sequence: Sequence, where: string, vocabulary: number): string[] {
  if ("pixels" in sequence) {
    const size = sequence.dims.reduce((a, b) => a * b, 1);
    const isWhole = sequence.dims.length > 1 && sequence.pixels.length === size;
    const expected = `as many numbers as [${sequence.dims.join(", ")}] says`;
    if (!isWhole) return [mistake(`${where}.pixels`, expected, String(sequence.pixels.length))];
    const odd = sequence.pixels.findIndex((value) => !Number.isFinite(value));
    return odd < 0
      ? []
      : [mistake(`${where}.pixels[${odd}]`, "a finite number", String(sequence.pixels[odd]))];
  }
  const { ids, typeIds } = tokensOf(sequence);
  const odd = ids.findIndex((id) => !Number.isSafeInteger(id) || id < 0 || id >= vocabulary);
  const range = vocabulary === Infinity ? "from 0" : `from 0 to ${vocabulary - 1}, as the model knows them`;
  return [
    ...(ids.length === 0 ? [mistake(`${where}.ids`, "one token or more", "none")] : []),
    ...(odd < 0 ? [] : [mistake(`${where}.ids[${odd}]`, `a whole number ${range}`, String(ids[odd]))]),
    ...(typeIds && typeIds.length !== ids.length
      ? [mistake(`${where}.typeIds`, `as many as tokens: ${ids.length}`, String(typeIds.length))]
      : []),
  ];
}

function mistake(where: string, expected: string, received: string): string {
  return describeProblem({ what: "this cannot be fed to a model", where, expected, received });
}

function tokensOf(sequence: readonly number[] | TokenSequence): TokenSequence {
  return "ids" in sequence ? sequence : { ids: sequence };
}

const NOTHING = { tokens: [], isSpecial: [], labels: new Map(), tokenLabels: new Map() } as const;

function encode(sequence: Sequence): EncodedSequence {
  if ("pixels" in sequence) {
    const { pixels: data, dims } = sequence;
    return { ...NOTHING, ids: [], typeIds: [], pixels: () => Promise.resolve({ data, dims }) };
  }
  const { ids, typeIds = [] } = tokensOf(sequence);
  return { ...NOTHING, ids, typeIds };
}

async function datasetOf(
  model: AttentionModel,
  stream: string,
  all: ReadonlyMap<string, readonly EncodedSequence[]>,
): Promise<EncodedDataset> {
  const sequences = all.get(stream) ?? [];
  const isPictures = sequences.some(({ pixels }) => pixels !== undefined);
  const nSeen = isPictures ? await tokensSeen(model, stream, all) : 0;
  const starts = startsOf(sequences.map(({ ids }) => (isPictures ? nSeen : ids.length)));
  return {
    kind: isPictures ? "images" : "text",
    sequences,
    nTokens: starts.at(-1),
    starts,
    sampledFrom: null,
    tooLong: null,
    grid: null,
  };
}

/** How many tokens a picture becomes is known to the model alone: the first one is run. */
async function tokensSeen(
  model: AttentionModel,
  stream: string,
  all: ReadonlyMap<string, readonly EncodedSequence[]>,
): Promise<number> {
  const first = new Map([...all].map(([name, sequences]) => [name, sequences.slice(0, 1)]));
  const { feeds, batch } = await makeFeeds(model.inputs, first, model.path);
  const blocks = await model.run(feeds, batch);
  const seen = blocks.find(({ block }) => block.kind === "self" && (stream === "" || block.tower === stream));
  const nTokens = seen?.weights.dims.at(-1);
  if (nTokens !== undefined) return nTokens;
  throw new ModelError({
    what: "no layer looks at the picture's own tokens",
    where: model.path,
    expected: "self-attention",
    received: counted(blocks.length, "other layer"),
  });
}
