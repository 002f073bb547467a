import { describe, expect, it } from "vitest";
import { arrayInMemory, type NamedValues } from "#pipeline/arrays/array.ts";
import { readRun } from "#pipeline/vectors/read-run.ts";
import type { VectorRun } from "#pipeline/vectors/vector-run.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";

type Arrays = Record<string, NamedValues | undefined>;

const floats = (...shape: number[]): NamedValues => ({
  type: "f4",
  shape,
  values: Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => i / 8),
});
const texts = (...values: string[]): NamedValues => ({ type: "text", shape: [values.length], values });
const whole = (...values: number[]): NamedValues => ({
  type: "i8",
  shape: [values.length],
  values: BigInt64Array.from(values, BigInt),
});
const truth = (...values: number[]): NamedValues => ({
  type: "b1",
  shape: values.length === 1 ? [] : [values.length],
  values: Uint8Array.from(values),
});

/** Two layers with two heads of two numbers, of five tokens in two sequences. */
const RUN: Arrays = {
  q: floats(2, 2, 5, 2),
  k: floats(2, 2, 5, 2),
  tokens: texts("the", " cat", ".", "a", " cat"),
  starts: whole(0, 3),
  causal: truth(1),
};

function read(arrays: Arrays): VectorRun {
  const given = Object.entries(arrays).flatMap(([name, values]) =>
    values === undefined ? [] : [[name, arrayInMemory(values)] as const],
  );
  return readRun("run.npz", {
    arrays: new Map(given),
    where: (name) => `run.npz, ${name}`,
    close: () => undefined,
  });
}
const mistakes = (change: Arrays): string[] => mistakesOf(() => read({ ...RUN, ...change })).split("\n");

describe("a file of vectors", () => {
  it("says layers, heads, sequences and tokens; equal tokens have one id", () => {
    const run = read(RUN);
    expect(run.layers.map(({ nHeads, nKvHeads, dHead }) => [nHeads, nKvHeads, dHead])).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    expect([...run.starts]).toEqual([0, 3, 5]);
    expect(run.ids).toEqual([0, 1, 2, 3, 1]);
    expect(run.isCausal).toBe(true);
    expect(run.layers[0]?.scale).toBeCloseTo(1 / Math.SQRT2, 15);
    // Layer 1, head 1, tokens 3 and 4: numbers 36 to 39 of the array.
    expect([...(run.layers[1]?.queries(1, 3, 2) ?? [])]).toEqual([36 / 8, 37 / 8, 38 / 8, 39 / 8]);
  });

  it("may end its starts with the number of tokens, and give each layer arrays of its own", () => {
    const rest = { ...RUN, q: undefined, k: undefined };
    const run = read({
      ...rest,
      starts: whole(0, 3, 5),
      "q.1": floats(4, 5, 3),
      "k.1": floats(2, 5, 3),
      "q.0": floats(2, 5, 2),
      "k.0": floats(1, 5, 2),
      scale: { type: "f8", shape: [2], values: Float64Array.of(0.5, 0.25) },
    });
    expect([...run.starts]).toEqual([0, 3, 5]);
    expect(run.layers.map((layer) => [layer.nHeads, layer.nKvHeads, layer.dHead, layer.scale])).toEqual([
      [2, 1, 2, 0.5],
      [4, 2, 3, 0.25],
    ]);
  });

  it("has labels of tokens and of sequences: texts, numbers, and none where there is none", () => {
    const run = read({
      ...RUN,
      "label:pos": texts("DET", "N", "", "DET", "N"),
      "label:surprise": { type: "f4", shape: [5], values: Float32Array.of(1, NaN, 0.5, 2, 3) },
      "sequence:kind": texts("a", "b"),
      special: truth(1, 0, 0, 1, 0),
      model: texts("gpt2"),
    });
    expect(run.tokenLabels.get("pos")).toEqual(["DET", "N", null, "DET", "N"]);
    expect(run.tokenLabels.get("surprise")).toEqual([1, null, 0.5, 2, 3]);
    expect(run.sequenceLabels.get("kind")).toEqual(["a", "b"]);
    expect(run.isSpecial).toEqual([true, false, false, true, false]);
    expect(run.warnings).toEqual(["Queries and keys were captured elsewhere: by their file, from gpt2."]);
  });

  it("keeps hostile tokens as they are", () => {
    const tokens = ["<script>alert(1)</script>", "\u202e", "\u0000\u0007", "=1+1", ""];
    expect(read({ ...RUN, tokens: texts(...tokens) }).tokens).toEqual(tokens);
  });

  it("is refused with all of its mistakes at once, each with what is expected and received", () => {
    expect(
      mistakes({
        k: floats(2, 3, 5, 4),
        starts: whole(0, 7),
        q_proj: floats(1),
        special: whole(0, 1, 2, 0, 0),
        causal: whole(3),
        scale: { type: "f4", shape: [], values: Float32Array.of(-1) },
        "label:pos": texts("DET"),
      }),
    ).toEqual([
      'run.npz, q_proj: the array has an unknown name: expected q, k, tokens, starts, weights, value_norms, ids, special, causal, scale, model, revision, q.0, k.0 …, label:, sequence:, received "q_proj".',
      "  Leave it out, or call it label:NAME if it says something of every token.",
      "run.npz, starts: sequence 1 has no tokens: expected ascending numbers below 5, the number of tokens, received 7, then the end.",
      "run.npz, causal: this is no truth value: expected true or false, received i8 [1].",
      "run.npz, scale: this is no scale: expected a finite number above 0, e.g. 0.125, received -1.",
      "run.npz, k: keys are not as long as queries: expected d_head 2, by q, received f4 [2,3,5,4].",
      "run.npz, k: heads cannot share these keys evenly: expected a number of key heads that divides 2, by q, received f4 [2,3,5,4].",
    ]);
  });

  it.each([
    [{ q: undefined, k: undefined }, "q: the queries are missing"],
    [{ k: undefined }, "k: the keys of a layer are missing"],
    [
      { q: floats(2, 2, 5) },
      "q: the array has another type or shape: expected float [layers, heads, tokens, d_head]",
    ],
    [{ q: whole(1, 2) }, "q: the array has another type or shape"],
    [{ q: floats(2, 2, 6, 2) }, "q: there are not as many queries as tokens: expected 5, by tokens"],
    [{ k: floats(3, 2, 5, 2) }, "k: there are not as many layers as queries have: expected 2 layers"],
    [{ weights: floats(1, 2, 13) }, "weights: there are not as many layers as queries have"],
    [{ "weights.1": floats(2, 13) }, "weights.0: the weights of a layer are missing"],
    [{ "q.0": floats(2, 5, 2) }, "q: layers are given twice"],
    [{ tokens: undefined }, "tokens: the tokens are missing"],
    [{ tokens: texts() }, "tokens: there are no tokens"],
    [{ tokens: whole(1, 2, 3, 4, 5) }, "tokens: the tokens are no list of texts"],
    [{ tokens: texts("a", "\ud800", "b", "c", "d") }, "tokens: token 1 holds half of a character"],
    [{ starts: undefined }, "starts: where sequences start is missing"],
    [{ starts: whole(1, 3) }, "starts: the first sequence starts elsewhere: expected 0, received 1"],
    [{ starts: whole(0, 3, 3) }, "starts: sequence 1 has no tokens"],
    [{ causal: undefined }, "causal: weights cannot be computed"],
    [
      { weights: floats(2, 2, 12) },
      "weights: there are not as many weights as pairs of tokens: expected [2, 13]",
    ],
    [{ value_norms: floats(2, 3, 5) }, "value_norms: there are not as many lengths of values as keys"],
    [{ ids: whole(1, 2, 3, 4, -5) }, "ids: token 4 has no id"],
    [{ scale: floats(3) }, "scale: this is no scale"],
    [
      { "label:x": floats(4) },
      "label:x: there are not as many labels: expected a value for each of 5 tokens",
    ],
    [{ model: texts("a", "b") }, "model: this is no name"],
  ] satisfies [Arrays, string][])("is refused where it is wrong: %o", (change, message) => {
    expect(mistakes(change)[0]).toContain(`run.npz, ${message}`);
  });

  it("names a gap among its layers", () => {
    const rest = { ...RUN, q: undefined, k: undefined };
    const only = {
      "q.0": floats(2, 5, 2),
      "k.0": floats(2, 5, 2),
      "q.2": floats(2, 5, 2),
      "k.2": floats(2, 5, 2),
    };
    expect(mistakesOf(() => read({ ...rest, ...only }))).toContain(
      "run.npz, q.1: the queries of a layer are missing",
    );
  });

  it("tells the first number that cannot be drawn, with its head and token", () => {
    const q = floats(2, 2, 5, 2);
    if (q.type !== "text") q.values[36] = NaN;
    const run = read({ ...RUN, q });
    expect(mistakesOf(() => run.layers[1]?.queries(1, 3, 2))).toContain(
      "run.npz, q, L1H1, token 3: a number cannot be drawn: expected finite numbers, of at most 1e17, received NaN",
    );
  });
});
