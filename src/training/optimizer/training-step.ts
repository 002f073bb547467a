/**
 * One training step as one ONNX graph: forward pass, backward pass, clipping and update. Everything that a step changes is
 * an input and an output; everything else is constant.
 */
import { Graph, type Value } from "#pipeline/graph/graph.ts";
import { concat, rawReshape } from "#pipeline/graph/layout.ts";
import { gradients } from "../gradients/gradients.ts";
import type { Parameter } from "../models/parameter.ts";
import type { Training } from "../models/training.ts";
import { adamwStep } from "./adamw.ts";
import { muonStep } from "./muon.ts";
import { count, layOut, stateNames, type Group } from "./state-layout.ts";

export interface OptimizerOptions {
  readonly muonRate: number;
  readonly adamwRate: number;
  readonly muonDecay: number;
  readonly adamwDecay: number;
  /** Maximum length of the gradient as one vector; a longer gradient is scaled down to it. */
  readonly maxNorm: number;
}

/** Builds the loss and names figures to watch; the model itself declares the inputs of the batch. */
export type BuildLoss = (training: Training) => {
  readonly loss: Value;
  readonly watched?: Readonly<Record<string, Value>>;
};

/** @returns The graph. Inputs: the batch, the state, `rate` and `corrections`. Outputs: loss, norm, watched, state. */
export function trainingGraph(
  parameters: readonly Parameter[],
  buildLoss: BuildLoss,
  options: OptimizerOptions,
): Graph {
  const graph = new Graph();
  const groups = layOut(parameters).map((group) => openGroup(graph, group));
  const named = new Map(groups.flatMap(({ slots }) => slots));
  const joined = joinParts(graph, parameters, named);
  const { loss, watched = {} } = buildLoss({ graph, parameters: joined });
  const slopes = gradients(graph, loss, [...named.values()]);
  const bySlot = new Map([...named.keys()].map((key, i) => [key, slopes[i]!]));
  const flat = groups.map(({ group, slots }) =>
    join(
      graph,
      group,
      slots.map(([key]) => bySlot.get(key)!),
    ),
  );
  const norm = normOf(graph, flat);
  const shrink = graph.node("Min", [graph.floats([1]), divideBy(graph, options.maxNorm, norm)], []);
  const rates = openRates(graph, options);
  groups.forEach(({ group, state }, i) => {
    const clipped = graph.node("Mul", [flat[i]!, shrink], group.shape);
    const next =
      group.trainedBy === "muon"
        ? muonStep(graph, { values: state[0]!, momentum: state[1]! }, clipped, rates.muon, options.muonDecay)
        : adamwStep(
            graph,
            { values: state[0]!, mean: state[1]!, square: state[2]! },
            clipped,
            rates.adamw,
            group.trainedBy === "adamw-decay" ? options.adamwDecay : 0,
          );
    Object.values({ ...next }).forEach((value, part) => {
      graph.output(`next.${stateNames(group)[part]!}`, value);
    });
  });
  graph.output("loss", loss);
  graph.output("norm", norm);
  for (const [name, value] of Object.entries(watched)) graph.output(name, value);
  return graph;
}

/** Declares the inputs for a group's state, and cuts its slots out of the values. */
function openGroup(graph: Graph, group: Group): { group: Group; state: Value[]; slots: [string, Value][] } {
  const state = stateNames(group).map((name) => graph.input(name, "float", group.shape));
  const sizes = group.slots.map(({ shape }) => count(shape));
  const shapes =
    group.trainedBy === "muon" ? group.slots.map(({ shape }) => [1, ...shape]) : sizes.map((size) => [size]);
  const lengths = graph.longs(group.trainedBy === "muon" ? sizes.map(() => 1) : sizes);
  const cut = graph.nodes("Split", [state[0]!, lengths], shapes, { axis: 0 });
  const slots = group.slots.map(({ parameter, part, shape }, i): [string, Value] => [
    `${parameter.name}#${part}`,
    rawReshape(graph, cut[i]!, shape),
  ]);
  return { group, state, slots };
}

/** Joins the parts of a parameter side by side, in a step with a gradient. */
function joinParts(
  graph: Graph,
  parameters: readonly Parameter[],
  slots: ReadonlyMap<string, Value>,
): (name: string) => Value {
  const whole = new Map(
    parameters.map(({ name, parts = 1 }) => {
      const all = Array.from({ length: parts }, (_, part) => slots.get(`${name}#${part}`)!);
      return [name, parts === 1 ? all[0]! : concat(graph, all, 1)];
    }),
  );
  return (name) => {
    const value = whole.get(name);
    if (!value) throw new Error(`no parameter ${name}`);
    return value;
  };
}

/** Stacks the gradients of the slots in the shape of their group. */
function join(graph: Graph, group: Group, slopes: readonly Value[]): Value {
  const pieces = slopes.map((slope, i) => {
    const { shape } = group.slots[i]!;
    return rawReshape(graph, slope, group.trainedBy === "muon" ? [1, ...shape] : [count(shape)]);
  });
  return graph.node("Concat", pieces, group.shape, { axis: 0 });
}

function normOf(graph: Graph, parts: readonly Value[]): Value {
  const squares = parts.map((part) => graph.node("ReduceSumSquare", [part], [], { keepdims: 0 }));
  return graph.node("Sqrt", [graph.node("Sum", squares, [])], []);
}

function divideBy(graph: Graph, numerator: number, by: Value): Value {
  const safe = graph.node("Add", [by, graph.floats([1e-6])], []);
  return graph.node("Div", [graph.floats([numerator]), safe], []);
}

/** `rate` is the schedule's share of the full rates; `corrections` are those of AdamW. */
function openRates(
  graph: Graph,
  { muonRate, adamwRate }: OptimizerOptions,
): { muon: Value; adamw: { rate: Value; corrections: [Value, Value] } } {
  const rate = graph.input("rate", "float", []);
  const corrections = graph.nodes(
    "Split",
    [graph.input("corrections", "float", [2]), graph.longs([1, 1])],
    [[1], [1]],
    { axis: 0 },
  );
  const share = (full: number): Value => graph.node("Mul", [rate, graph.floats([full])], []);
  return {
    muon: share(muonRate),
    adamw: { rate: share(adamwRate), corrections: [corrections[0]!, corrections[1]!] },
  };
}
