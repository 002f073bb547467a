/** Damages files the way that disks, downloads, editors and hostile authors do; same random source, same damage. */
import type { Random } from "#math/random.ts";
import { damageJson } from "./damage-json.ts";
import { damageText } from "./damage-text.ts";

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
  (bytes, random) => {
    // The head says how large the rest is.
    const copy = Buffer.from(bytes);
    const at = pick(random, Math.min(copy.length, 200));
    const extremes = [0, 1, 0x7f, 0x80, 0xff];
    const level = extremes[pick(random, extremes.length)] ?? 0;
    copy.fill(level, at, Math.min(copy.length, at + 1 + pick(random, 4)));
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

/** What is done to a text's bytes, with no regard to what they say. */
const FEW_BYTES = [BYTES[0], BYTES[3], BYTES[4], BYTES[5]] as readonly Mutation[];

/** One to three kinds of damage on top of each other. @param kind What the bytes are. */
export function mutate(bytes: Buffer, kind: "binary" | "text" | "json", random: Random): Buffer {
  let damaged = kind === "json" && random() < 0.5 ? damageFields(bytes, random) : bytes;
  for (let rounds = damaged === bytes ? 1 + pick(random, 3) : pick(random, 2); rounds > 0; rounds--) {
    if (kind !== "binary" && random() < 0.75) damaged = damageText(damaged, random);
    else {
      const mutations = kind === "binary" ? BYTES : FEW_BYTES;
      damaged = mutations[pick(random, mutations.length)]?.(damaged, random) ?? damaged;
    }
  }
  return damaged;
}

/** Other values where JSON has some; what is no JSON stays. */
function damageFields(bytes: Buffer, random: Random): Buffer {
  // What is taken away as a whole leaves null.
  return Buffer.from(JSON.stringify(damageJson(JSON.parse(bytes.toString("utf8")), random) ?? null));
}
