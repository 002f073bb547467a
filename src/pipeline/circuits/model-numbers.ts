/** What a model's matrices say of its heads, whatever dataset it reads: numbers of every head, and links between heads. */
import type { CircuitsFile } from "#atlas/files/circuits.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import type { Scores } from "#measures/scores.ts";
import type { WeightScores } from "#measures/scores.ts";
import { scoreRank } from "#measures/weights/score-rank.ts";
import {
  COPY_ROWS,
  EIGENVALUE_ROW,
  RANK_ROWS,
  unreadable,
  WEIGHT_ROWS,
} from "#measures/weights/weight-measures.ts";
import type { CapturedHead } from "../capture/capture-writer.ts";
import type { NotFound } from "../onnx/matrices/find-projection.ts";
import type { BlockMatrices } from "../onnx/matrices/read-block.ts";
import type { AttentionBlock, AttentionModel } from "../onnx/open-model.ts";
import type { Vocabulary } from "./answer/answer.ts";
import { blockFactors, matrixOf, sharedMatrix, type BlockFactors } from "./block-factors.ts";
import { CopyTest, findVocabulary } from "./copying.ts";
import { EigenvalueTest } from "./eigenvalue-test.ts";
import { measureLinks } from "./measure-links.ts";
import { Products } from "./products.ts";
import { readMatrices, type ReadBlockOf } from "./read-matrices.ts";

export interface ModelNumbers {
  /** By name of the head. */
  readonly weights: Readonly<Record<string, WeightScores>>;
  readonly circuits: CircuitsFile;
}

export interface NumbersInput {
  readonly model: AttentionModel;
  /** In the order of the graph. */
  readonly heads: readonly Pick<CapturedHead, "id">[];
  /** Length of the sequences of a block, for graphs that take no other. */
  readonly lengthOf: (block: AttentionBlock) => Promise<number | undefined>;
  readonly tell: (doing: string) => void;
}

/** Factors of all heads that are held at once, in numbers: 1.6 GB. */
const MOST_FACTORS = 4e8;

export async function modelNumbers(input: NumbersInput): Promise<ModelNumbers> {
  const { model, heads, lengthOf, tell } = input;
  const names = heads.map(({ id }) => formatHead(id));
  const places = new Map(names.map((name, place) => [name, place]));
  const nHeadsOf = (block: AttentionBlock): number =>
    heads.filter(({ id }) => id.tower === block.tower && id.layer === block.layer).length;
  const products = await Products.open();
  const vocabulary = findVocabulary(model);
  const [copies, eigenvalues] = await openTests(vocabulary, products, heads);
  const weights: Record<string, WeightScores> = {};
  const unread: Record<string, string> = {};
  const blocks: BlockFactors[] = [];
  const firstHeads: number[] = [];
  let nFactors = 0;
  try {
    let place = 0;
    for await (const read of readMatrices(model, { nHeadsOf, lengthOf, tell })) {
      const own = Array.from({ length: read.nHeads }, (_, head) => nameOf(read.block, head));
      const why = whyNoLinks(read.matrices);
      tell(`measuring the weights of layer ${read.block.layer}`);
      const scores = await scoresOf(read, { copies, eigenvalues });
      own.forEach((name, head) => {
        weights[name] = scores[head]!;
        if (why !== undefined) unread[name] = why;
      });
      nFactors += sizeOf(read.matrices);
      if (nFactors <= MOST_FACTORS) {
        blocks.push(blockFactors(read, place));
        firstHeads.push(places.get(own[0] ?? "") ?? 0);
      }
      place += 1;
    }
    const isWhole = nFactors <= MOST_FACTORS;
    if (!isWhole)
      for (const name of names)
        unread[name] ??= "the matrices of all heads together are too large to be compared";
    const links = isWhole
      ? await measureLinks({ blocks, firstHeads, products, tell })
      : { kinds: {}, mostApart: null };
    return { weights, circuits: { v: 1, heads: names, unread, ...links } };
  } finally {
    if (!("why" in copies)) await copies.release();
    await products.release();
  }
}

function nameOf({ tower, layer }: AttentionBlock, head: number): string {
  return formatHead({ ...(tower === undefined ? {} : { tower }), layer, head });
}

type Tests = readonly [copies: CopyTest | NotFound, eigenvalues: EigenvalueTest | NotFound];

async function openTests(
  vocabulary: Vocabulary | NotFound,
  products: Products,
  heads: readonly Pick<CapturedHead, "id">[],
): Promise<Tests> {
  if ("why" in vocabulary) return [vocabulary, vocabulary];
  const [first] = vocabulary.graph.blocks;
  const nHeads = heads.filter(({ id }) => id.layer === (first?.layer ?? 0)).length;
  return [
    await orWhy(() => CopyTest.open(vocabulary, products, nHeads)),
    await orWhy(() => EigenvalueTest.open(vocabulary, products)),
  ];
}

/** What onnxruntime refuses, or gives in another form, is not readable; any other error is one of ours. */
async function orWhy<T>(open: () => Promise<T | NotFound>): Promise<T | NotFound> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Error && /^(ModelError|RangeError)$/.test(error.name))
      return { why: "the graph does not run on single tokens" };
    throw error;
  }
}

interface OpenTests {
  readonly copies: CopyTest | NotFound;
  readonly eigenvalues: EigenvalueTest | NotFound;
}

async function scoresOf(read: ReadBlockOf, tests: OpenTests): Promise<WeightScores[]> {
  const { matrices, nHeads } = read;
  const copied = await copyScoresOf(read, tests.copies);
  const eigenvalue = await eigenvaluesOf(matrices, tests.eigenvalues, nHeads);
  return copied.map(({ head, chance }, i) => ({
    head: rounded({ ...head, [EIGENVALUE_ROW.id]: eigenvalue[i]!, ...ranksOf(matrices, i, nHeads) }),
    chance: rounded(chance) as Scores,
  }));
}

async function copyScoresOf(
  { matrices, nHeads }: ReadBlockOf,
  copies: CopyTest | NotFound,
): Promise<WeightScores[]> {
  const { value, output } = matrices;
  const heads = Array.from({ length: nHeads }, (_, head) => head);
  const not = ({ why }: NotFound): WeightScores[] =>
    heads.map(() => ({ head: unreadable(COPY_ROWS, why), chance: {} }));
  if ("why" in copies) return not(copies);
  if ("why" in value) return not(value);
  if ("why" in output) return not(output);
  return copies.test(
    heads.map((head) => ({ value: sharedMatrix(value, head, nHeads), output: matrixOf(output, head) })),
  );
}

async function eigenvaluesOf(
  { value, output }: BlockMatrices,
  eigenvalues: EigenvalueTest | NotFound,
  nHeads: number,
): Promise<readonly WeightScores["head"][string][]> {
  const not = (why: string): WeightScores["head"][string][] =>
    Array.from({ length: nHeads }, () => unreadable([EIGENVALUE_ROW], why)[EIGENVALUE_ROW.id]!);
  if ("why" in eigenvalues) return not(eigenvalues.why);
  if ("why" in value) return not(value.why);
  return "why" in output ? not(output.why) : eigenvalues.test(value, output);
}

function ranksOf({ query, key }: BlockMatrices, head: number, nHeads: number): WeightScores["head"] {
  if ("why" in query) return unreadable(RANK_ROWS, query.why);
  if ("why" in key) return unreadable(RANK_ROWS, key.why);
  const rank = scoreRank(matrixOf(query, head), sharedMatrix(key, head, nHeads));
  return { "score-rank.effective": rank?.effective ?? null, "score-rank.stable": rank?.stable ?? null };
}

function whyNoLinks({ query, key, value, output }: BlockMatrices): string | undefined {
  const reasons = [query, key, value, output].map((part) => ("why" in part ? part.why : undefined));
  return reasons.every((why) => why !== undefined) ? reasons[0] : undefined;
}

/** Numbers of the block's factors: two forms of each of its matrices. */
function sizeOf({ query, key, value, output }: BlockMatrices): number {
  return [query, key, value, output].reduce(
    (sum, part) => sum + ("why" in part ? 0 : 2 * part.data.length),
    0,
  );
}

function rounded(scores: WeightScores["head"]): WeightScores["head"] {
  return Object.fromEntries(
    Object.entries(scores).map(([id, score]) => [
      id,
      typeof score === "number" ? Number(score.toFixed(4)) : score,
    ]),
  );
}

/** Of an atlas whose model is not at hand. */
export function withoutModel(heads: readonly Pick<CapturedHead, "id">[], why: string): ModelNumbers {
  const names = heads.map(({ id }) => formatHead(id));
  return {
    weights: Object.fromEntries(
      names.map((name) => [name, { head: unreadable(WEIGHT_ROWS, why), chance: {} }]),
    ),
    circuits: {
      ...{ v: 1, heads: names, mostApart: null, kinds: {} },
      unread: Object.fromEntries(names.map((name) => [name, why])),
    },
  };
}
