/** Names of tensors as messages show them: those that differ only in numbers, such as the layer, together. */

/** Tensors of one kind. */
export interface TensorGroup<T> {
  /** `layers.0–3.mlp.up_proj.weight (4 tensors)`; the name itself if it is alone. */
  readonly name: string;
  readonly first: T;
  readonly tensors: readonly T[];
}

const MOST_NUMBERS = 6;

/**
 * @param kindOf What else makes tensors different, besides their names.
 * @returns In the order in which the first of each group comes.
 */
export function groupTensors<T extends { readonly name: string }>(
  tensors: Iterable<T>,
  kindOf: (tensor: T) => string = () => "",
): TensorGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const tensor of tensors) {
    const key = JSON.stringify([tensor.name.replaceAll(/\d+/g, "#"), kindOf(tensor)]);
    const group = groups.get(key);
    if (group) group.push(tensor);
    else groups.set(key, [tensor]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ name: joined(group.map(({ name }) => name)), first, tensors: group }];
  });
}

/** @param names The same but for their numbers. */
function joined(names: readonly string[]): string {
  const [first = ""] = names;
  if (names.length === 1) return first;
  const numbers = names.map((name) => name.match(/\d+/g) ?? []);
  const numbersAt = (place: number): number[] => numbers.map((of) => Number(of[place]));
  let place = 0;
  const range = first.replaceAll(/\d+/g, () => rangeOf(numbersAt(place++)));
  return `${range} (${names.length} tensors)`;
}

/** `3`, `0–11`, or `0, 2, 5`. */
function rangeOf(numbers: readonly number[]): string {
  const distinct = [...new Set(numbers)].sort((a, b) => a - b);
  const first = distinct[0] ?? 0;
  if (distinct.length === 1) return String(first);
  if (distinct.every((number, i) => number === first + i)) return `${first}–${first + distinct.length - 1}`;
  const shown = distinct.slice(0, MOST_NUMBERS).join(", ");
  return `{${shown}${distinct.length > MOST_NUMBERS ? ", …" : ""}}`;
}
