/**
 * Separates the parts of scores: q·k with its factors and caps; masks, which hide keys; and other terms such as position
 * biases, which a map of q·k does not show. The numbers decide, because names of inputs are not reliable: some models
 * compute a distance bias from the attention mask.
 */
import type { OnnxNode } from "../file/onnx-graph.ts";
import { either, ones, SCORE_OPERATIONS, zeros } from "./score-operations.ts";
import type { Tensor } from "./tensor.ts";

/** A tensor on the way to the softmax. */
export interface Traced {
  readonly all: Tensor;
  /** The scores without other terms: the same object as `all` if there are none, undefined if they cannot be separated. */
  readonly own: Tensor | undefined;
  /** Not 0 where a mask hides the key; absent where nothing is hidden. */
  readonly hidden?: Tensor | undefined;
  /** The number, if it is the same everywhere, as in the fill value of a mask. */
  readonly isFill?: boolean;
}

/** Tensors of one run by name, and the nodes that put sums and choices beside the scores together, by their output. */
export interface Sides {
  readonly operands: ReadonlyMap<string, Tensor>;
  readonly makers: ReadonlyMap<string, OnnxNode>;
}

/** A mask lowers hidden scores by at least this much, which leaves a twentieth of the weight. */
const LEAST_DROP = 3;
/** A score that is lower by this much has no weight left, whatever its other terms are. */
const GONE = 1000;
/** Of a causal mask and one of padding added up: hidden by neither, by one, by the other, by both. */
const MOST_LEVELS = 4;

/** Nothing is known to be added to it yet. */
export function traced(all: Tensor): Traced {
  return { all, own: all };
}

/** Takes a step of the graph with everything that is known of its inputs. @param operand Which of them holds scores. */
export function traceStep(
  node: OnnxNode,
  inputs: readonly (Traced | undefined)[],
  operand: number,
): Traced | undefined {
  const compute = (of: (input: Traced) => Tensor | undefined): Tensor | undefined =>
    SCORE_OPERATIONS.get(node.opType)?.(
      inputs.map((input) => input && of(input)),
      operand,
      node.attributes,
    );
  const all = compute((input) => input.all);
  if (all === undefined) return undefined;
  const given = inputs.filter((input) => input !== undefined);
  const isPure = given.every(({ all: whole, own }) => whole === own);
  const isTold = given.every(({ own }) => own !== undefined);
  const own = isPure ? all : isTold ? compute((input) => input.own) : undefined;
  return { all, own, hidden: hiddenBehind(node, inputs, all, compute) };
}

const MOVES = new Set("Reshape Transpose Squeeze Unsqueeze Expand Concat".split(" "));

function hiddenBehind(
  node: OnnxNode,
  inputs: readonly (Traced | undefined)[],
  all: Tensor,
  compute: (of: (input: Traced) => Tensor | undefined) => Tensor | undefined,
): Tensor | undefined {
  const masks = inputs.flatMap((input) => (input?.hidden ? [input.hidden] : []));
  if (node.opType === "Where") {
    const [condition, a, b] = inputs;
    if (condition && a && b && (a.isFill ?? false) !== (b.isFill ?? false))
      masks.push(a.isFill ? condition.all : where(condition.all, (x) => x === 0));
  }
  if (masks.length === 0) return undefined;
  // What only moves numbers moves the mask alike; a sink that is put behind the scores is not hidden.
  if (MOVES.has(node.opType))
    return compute((input) => input.hidden ?? (node.opType === "Concat" ? zeros(input.all.dims) : input.all));
  return masks.reduce<Tensor | undefined>((sum, mask) => sum && either(sum, mask), zeros(all.dims));
}

/**
 * A step whose arithmetic is not written out: its own numbers are taken behind it. If it puts one and the same number in
 * some places, as ScatterND does, it hides them.
 */
export function traceOpaque(scores: Traced, before: Tensor, after: Tensor): Traced {
  const isInPlace = before.data.length === after.data.length;
  const isPure = scores.own === scores.all && (isInPlace || scores.hidden === undefined);
  if (!isInPlace) return { all: after, own: isPure ? after : undefined };
  const changed = where(after, (x, i) => x !== before.data[i]);
  const put = new Set<number>();
  let nChanged = 0;
  for (let i = 0; i < after.data.length && put.size < 2; i++) {
    if (changed.data[i] === 0) continue;
    put.add(after.data[i]!);
    nChanged++;
  }
  const known = scores.hidden && { ...scores.hidden, dims: after.dims };
  const isFilling = put.size === 1 && nChanged < after.data.length;
  const hidden = isFilling ? (known ? either(known, changed) : changed) : known;
  return { all: after, own: isPure ? after : undefined, hidden };
}

/** What is added to scores, or chosen in their place. @param sign −1 where it is taken away. */
export function traceAdded(name: string, sides: Sides, sign = 1): Traced | undefined {
  const all = sides.operands.get(name);
  if (all === undefined) return undefined;
  const levels = levelsOf(all, sign);
  if (levels?.length === 1) return { ...traced(all), isFill: true };
  if (levels && isMask(levels)) {
    const [shown = 0] = levels;
    return { ...traced(all), hidden: where(all, (x) => x * sign < shown) };
  }
  const maker = sides.makers.get(name);
  const parts = maker?.inputs.map((input, place) => traceInput(maker, input, place, sides, sign));
  const made = maker && parts && traceStep(maker, parts, 0);
  if (made === undefined) return { all, own: zeros(all.dims) };
  // The graph's own sum is the one that counts; only what belongs to it was asked.
  return { all, own: made.own === made.all ? all : made.own, hidden: made.hidden };
}

/** An input of a step, by what the step does with it. */
export function traceInput(
  node: OnnxNode,
  name: string,
  place: number,
  sides: Sides,
  sign = 1,
): Traced | undefined {
  const all = sides.operands.get(name);
  if (all === undefined) return undefined;
  switch (node.opType) {
    case "Add":
    case "Sum":
      return traceAdded(name, sides, sign);
    case "Sub":
      return traceAdded(name, sides, place === 1 ? -sign : sign);
    case "Where":
      return place === 0 ? traced(all) : traceAdded(name, sides, sign);
    case "Mul":
    case "Div":
      return traceFactor(all);
    case "Concat":
      return traced(all);
    default:
      // A step that moves or casts what is added; behind it stand shapes and axes.
      return place === 0 ? traceAdded(name, sides, sign) : traced(all);
  }
}

/** A factor is one of the scores unless it differs from key to key; there, 0 hides. */
function traceFactor(all: Tensor): Traced {
  const [rows = 1, columns = 1] = all.dims.slice(-2);
  if (rows === 1 || columns === 1 || all.dims.length < 2) return traced(all);
  const levels = levelsOf(all, 1);
  if (levels?.length === 1) return traced(all);
  if (levels?.length === 2 && levels.includes(0))
    return { ...traced(all), hidden: where(all, (x) => x === 0) };
  return { all, own: ones(all.dims) };
}

/** The few numbers that a tensor holds, highest first; undefined if they are more than masks have. */
function levelsOf({ data }: Tensor, sign: number): number[] | undefined {
  const levels = new Set<number>();
  for (let i = 0; i < data.length && levels.size <= MOST_LEVELS; i++) levels.add(data[i]! * sign);
  if (levels.size > MOST_LEVELS) return undefined;
  return [...levels].sort((a, b) => b - a);
}

/** Two numbers that are far apart, or those of two masks added up: what both of them hide is as low as they are together. */
function isMask([shown = 0, ...hiding]: readonly number[]): boolean {
  const drops = hiding.map((level) => shown - level);
  const [first = 0, second, both] = drops;
  if (first < LEAST_DROP) return false;
  if (second === undefined || second > GONE) return true;
  if (both === undefined) return second - first >= LEAST_DROP;
  return both > GONE || Math.abs(both - first - second) <= 1e-3 * both;
}

function where({ dims, data }: Tensor, holds: (x: number, i: number) => boolean): Tensor {
  return { dims, data: Float64Array.from(data, (x, i) => (holds(x, i) ? 1 : 0)) };
}
