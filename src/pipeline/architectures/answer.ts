/** How the last state of a checkpoint becomes a number for every word: the table stays in its file and is no part of the graph. */
import { basename } from "node:path";
import type { Graph, Value } from "../graph/graph.ts";
import type { Weight } from "../weights/weight-files.ts";
import type { AnswerPlan } from "./answer-plan.ts";
import type { Marks } from "./marks.ts";
import { NUMBERS, StoredWeights } from "./stored-weights.ts";

/** The answer of a checkpoint. */
export interface StoredAnswer {
  /** The tensor that the table multiplies, [batch, length, width]. */
  readonly state: string;
  /** [words, width] */
  readonly table: Weight;
  /** In which words are looked up; the same weight where both are tied. */
  readonly words: Weight;
  /** [words] */
  readonly bias?: Weight;
}

/** Why a checkpoint has none; completes "not readable: …". */
export interface NoAnswer {
  readonly why: string;
}

export interface AnswerInput {
  readonly graph: Graph;
  readonly marks: Marks;
  readonly stored: ReadonlyMap<string, Weight>;
  readonly folder: string;
  readonly prefix: string;
  /** config.json. */
  readonly config: unknown;
  readonly plan: AnswerPlan | undefined;
}

/** Classes of transformers whose models answer with words. */
const ANSWERING = /CausalLM|LMHead|MaskedLM|DoubleHeads|PreTraining|ConditionalGeneration/;

/** Adds what stands between the last state and the table to the graph. */
export function findAnswer(input: AnswerInput): StoredAnswer | NoAnswer {
  const { graph, stored, prefix, config, plan } = input;
  const last = graph.outputOf("last_hidden_state");
  if (plan === undefined || last === undefined)
    return { why: "its architecture has no number for every token of the vocabulary" };
  const { architectures, ...said } = (config ?? {}) as Said;
  const isTied = said.tie_word_embeddings ?? said.text_config?.tie_word_embeddings ?? plan.isTied;
  const words = stored.get(prefix + plan.words);
  if (words === undefined) return { why: `the checkpoint has no ${plan.words}` };
  const { transform } = plan;
  if (transform !== undefined && !stored.has(transform.anchor))
    return { why: `the checkpoint has no ${transform.anchor}: its head for words was left out` };
  const named = Array.isArray(architectures) ? architectures.map(String) : [];
  const isOther = named.length > 0 && !named.some((name) => ANSWERING.test(name));
  if (isTied && transform === undefined && isOther)
    return { why: `config.json names ${named.join(", ")}, which has no number for every token` };
  const table = isTied ? words : stored.get(plan.table);
  if (table === undefined)
    return { why: `the checkpoint has no ${plan.table}, and config.json does not tie it to ${plan.words}` };
  const made = transform === undefined ? last : transformed(input, transform, last);
  if ("why" in made) return made;
  const name = isTied ? prefix + plan.words : plan.table;
  const shape = [words.shape[0] ?? 0, Number(made.shape.at(-1))];
  const why = whyUnfit(name, table, shape);
  if (why !== undefined) return { why };
  const biases = plan.biases ?? [plan.table.replace(/weight$/, "bias")];
  const biasName = biases.find((bias) => stored.has(bias));
  const bias = biasName === undefined ? undefined : stored.get(biasName);
  const unfit = bias && whyUnfit(biasName ?? "", bias, shape.slice(0, 1));
  if (unfit !== undefined) return { why: unfit };
  return { state: made.name, table, words, ...(bias === undefined ? {} : { bias }) };
}

interface Said {
  readonly architectures?: unknown;
  readonly tie_word_embeddings?: boolean;
  readonly text_config?: { readonly tie_word_embeddings?: boolean };
}

function transformed(
  { graph, marks, stored, folder }: AnswerInput,
  { build }: NonNullable<AnswerPlan["transform"]>,
  last: Value,
): Value | NoAnswer {
  const weights = new StoredWeights(graph, stored, folder, "");
  const made = build({ graph, weights, marks }, last);
  const [problem] = weights.problems();
  if (problem !== undefined) return { why: `${problem.what} (${basename(problem.where)})` };
  graph.output("answer_state", made);
  return graph.outputOf("answer_state") ?? made;
}

function whyUnfit(name: string, { dtype, shape }: Weight, wanted: readonly number[]): string | undefined {
  if (!NUMBERS.includes(dtype)) return `${name} is stored as ${dtype}, expected ${NUMBERS.join(", ")}`;
  const isFit = shape.length === wanted.length && shape.every((size, i) => size === wanted[i]);
  return isFit ? undefined : `${name} is [${shape.join(", ")}], expected [${wanted.join(", ")}]`;
}
