/** The layout of parameters in the training state: a flat vector for AdamW, one stack of matrices per shape for Muon. */
import type { Parameter } from "../models/parameter.ts";

/** Tensors that are trained together. */
export interface Group {
  readonly name: string;
  readonly trainedBy: Parameter["trainedBy"];
  /** [n] for AdamW, [n, rows, columns] for Muon. */
  readonly shape: readonly number[];
  /** In AdamW, each slot is a parameter; in Muon, a parameter or one of its parts. Slots are in storage order. */
  readonly slots: readonly Slot[];
}

export interface Slot {
  readonly parameter: Parameter;
  /** Index of the parameter's part; 0 if the slot is the whole parameter. */
  readonly part: number;
  readonly shape: readonly number[];
}

export function layOut(parameters: readonly Parameter[]): Group[] {
  const groups = new Map<string, Slot[]>();
  for (const parameter of parameters) {
    const nParts = parameter.parts ?? 1;
    for (let part = 0; part < nParts; part++) {
      const shape = parameter.shape.map((size, axis) => (axis === 1 ? size / nParts : size));
      const key = parameter.trainedBy === "muon" ? `muon-${shape.join("x")}` : parameter.trainedBy;
      groups.set(key, [...(groups.get(key) ?? []), { parameter, part, shape }]);
    }
  }
  return [...groups].map(([name, slots]) => {
    const { trainedBy } = slots[0]!.parameter;
    const total = slots.reduce((sum, slot) => sum + count(slot.shape), 0);
    return {
      name,
      trainedBy,
      slots,
      shape: trainedBy === "muon" ? [slots.length, ...slots[0]!.shape] : [total],
    };
  });
}

export function count(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Names of the values that a group keeps between steps. */
export function stateNames({ name, trainedBy }: Group): string[] {
  const kept = trainedBy === "muon" ? ["values", "momentum"] : ["values", "mean", "square"];
  return kept.map((part) => `${name}.${part}`);
}

/** Extracts parameters, in their own shapes, from the values of the groups. */
export function readParameters(
  groups: readonly Group[],
  values: (group: Group) => Float32Array,
): Map<string, Float32Array> {
  const parameters = new Map<string, Float32Array>();
  for (const group of groups) {
    let at = 0;
    for (const { parameter, part, shape } of group.slots) {
      const slot = values(group).subarray(at, (at += count(shape)));
      const whole = parameters.get(parameter.name) ?? new Float32Array(count(parameter.shape));
      placePart(whole, slot, part, parameter.parts ?? 1, shape);
      parameters.set(parameter.name, whole);
    }
  }
  return parameters;
}

/** The inverse: builds a group's values from parameters. */
export function writeGroup(group: Group, parameters: ReadonlyMap<string, Float32Array>): Float32Array {
  const values = new Float32Array(count(group.shape));
  let at = 0;
  for (const { parameter, part, shape } of group.slots) {
    const whole = parameters.get(parameter.name)!;
    const slot = values.subarray(at, (at += count(shape)));
    takePart(slot, whole, part, parameter.parts ?? 1, shape);
  }
  return values;
}

function placePart(
  whole: Float32Array,
  slot: Float32Array,
  part: number,
  nParts: number,
  shape: readonly number[],
): void {
  const columns = shape.at(-1)!;
  for (let row = 0; row < slot.length / columns; row++) {
    whole.set(slot.subarray(row * columns, (row + 1) * columns), (row * nParts + part) * columns);
  }
}

function takePart(
  slot: Float32Array,
  whole: Float32Array,
  part: number,
  nParts: number,
  shape: readonly number[],
): void {
  const columns = shape.at(-1)!;
  for (let row = 0; row < slot.length / columns; row++) {
    const at = (row * nParts + part) * columns;
    slot.set(whole.subarray(at, at + columns), row * columns);
  }
}
