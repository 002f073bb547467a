/** Damages files the way that disks, downloads and hostile authors do; same random source, same damage. */
import type { Random } from "#math/random.ts";

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const pick = (random: Random, n: number): number => Math.floor(random() * n);

/** A place and length inside, short ones more often. */
function span(bytes: Buffer, random: Random): { at: number; length: number } {
  const at = pick(random, bytes.length + 1);
  return { at, length: Math.min(bytes.length - at, Math.floor(2 ** (random() * 12))) };
}

const BYTES: readonly Mutation[] = [
  (bytes, random) => {
    const copy = Buffer.from(bytes);
    for (let i = 1 + pick(random, 8); i > 0 && copy.length > 0; i--)
      copy[pick(random, copy.length)] = pick(random, 256);
    return copy;
  },
  (bytes, random) => {
    // Most of what is not weights stands where text is: names, operators, lengths.
    const copy = Buffer.from(bytes);
    for (let tries = 0; tries < 200; tries++) {
      const at = pick(random, Math.max(1, copy.length));
      const byte = copy[at] ?? 0;
      if (byte < 48 || byte > 122) continue;
      const to = Math.max(0, at - 2 - pick(random, 6));
      copy[to] = pick(random, 256);
      break;
    }
    return copy;
  },
  (bytes, random) => bytes.subarray(0, pick(random, bytes.length + 1)),
  (bytes, random) => {
    const { at, length } = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
  },
  (bytes, random) => {
    const { at, length } = span(bytes, random);
    return Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
  },
  (bytes, random) => {
    const { at } = span(bytes, random);
    const huge = Buffer.from([...new Array<number>(1 + pick(random, 10)).fill(0xff), pick(random, 128)]);
    return Buffer.concat([bytes.subarray(0, at), huge, bytes.subarray(at)]);
  },
  (bytes, random) => {
    const [from, to] = [span(bytes, random), span(bytes, random)];
    const copy = Buffer.from(bytes);
    bytes.copy(copy, to.at, from.at, from.at + from.length);
    return copy;
  },
];

const ODD = [
  "0",
  "-5",
  "1e9",
  "1e400",
  "null",
  '"many"',
  "[]",
  "{}",
  "true",
  "NaN",
  "[[[[[[1]]]]]]",
  '"\\u0000"',
];

const TEXTS: readonly Mutation[] = [
  (bytes, random) => {
    const text = bytes.toString("utf8");
    const values = [...text.matchAll(/-?\d+(\.\d+)?|true|false|null|"[^"]*"/g)];
    const value = values[pick(random, Math.max(1, values.length))];
    if (value === undefined) return bytes;
    const odd = ODD[pick(random, ODD.length)] ?? "";
    return Buffer.from(text.slice(0, value.index) + odd + text.slice(value.index + value[0].length));
  },
  (bytes, random) => {
    const text = bytes.toString("utf8");
    const at = pick(random, text.length + 1);
    return Buffer.from(text.slice(0, at) + "[".repeat(1 + pick(random, 5000)) + text.slice(at));
  },
  ...BYTES.slice(2, 5),
];

/** One to three kinds of damage on top of each other. */
export function mutate(bytes: Buffer, kind: "onnx" | "json", random: Random): Buffer {
  const mutations = kind === "onnx" ? BYTES : TEXTS;
  let damaged = bytes;
  for (let rounds = 1 + pick(random, 3); rounds > 0; rounds--) {
    damaged = mutations[pick(random, mutations.length)]?.(damaged, random) ?? damaged;
  }
  return damaged;
}
