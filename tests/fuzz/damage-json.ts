/** Damages what a JSON file says, field by field; same random source, same damage. */
import type { Random } from "#math/random.ts";

interface Fields {
  [key: string]: Json;
}
type Json = string | number | boolean | null | Json[] | Fields;
type Damage = (value: Json, random: Random) => Json | undefined;

const pick = (random: Random, n: number): number => Math.floor(random() * n);
const isText = (value: Json): value is string => typeof value === "string";

const NUMBERS = [-1, 0, 0.5, 1, 65_536, 2 ** 32 - 1, 2 ** 32, 1e12, 1e39, 1e308, NaN, -Infinity];

/** Each gives what stands in a value's place; undefined takes it away. */
const DAMAGES: readonly Damage[] = [
  () => undefined,
  () => null,
  (_, random) => NUMBERS[pick(random, NUMBERS.length)] ?? 0,
  (value) => (typeof value === "object" ? 7 : String(value)),
  () => [],
  () => ({}),
  () => [[{}]],
  () => ({ toString: 1, length: 3, valueOf: null }),
  () => JSON.parse(`{"__proto__": {"per": "token"}, "constructor": 1}`) as Json,
  (_, random) => deep(100 + pick(random, 2000)),
  (value, random) => (isText(value) ? value.slice(0, pick(random, value.length + 1)) : true),
  (value, random) => {
    if (!isText(value) || value === "") return "";
    const at = pick(random, value.length);
    return value.slice(0, at) + String.fromCharCode(43 + pick(random, 80)) + value.slice(at + 1);
  },
  // Whole base64 of as many bytes, all of them others.
  (value, random) =>
    isText(value) ? value.replace(/[A-Za-z]/g, () => "AQgw9z"[pick(random, 6)] ?? "A") : value,
  (value) => (Array.isArray(value) ? value.slice(1) : [value, value]),
  (value) => (typeof value === "number" ? -value : value === null ? 1 : [value]),
];

function deep(levels: number): Json {
  let value: Json = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
}

/** One to three values of a file, anywhere in it, are others or gone. */
export function damageJson(file: unknown, random: Random): unknown {
  const root = { file: structuredClone(file) as Json };
  for (let rounds = 1 + pick(random, 3); rounds > 0; rounds--) {
    let holder: Json[] | Fields = root;
    let key: string | number = "file";
    // The deeper, the more values there are: half of the way down at each step.
    for (;;) {
      const value: Json | undefined = (holder as Fields)[key];
      if (typeof value !== "object" || value === null || random() < 0.2) break;
      const keys: readonly string[] = Object.keys(value);
      const next: string | undefined = keys[pick(random, keys.length)];
      if (next === undefined) break;
      [holder, key] = [value, next];
    }
    const fields = holder as Fields;
    const damaged = DAMAGES[pick(random, DAMAGES.length)]?.(fields[key] ?? null, random);
    if (damaged === undefined) Reflect.deleteProperty(fields, key);
    // A field called __proto__ is set as a file would have it.
    else
      Object.defineProperty(fields, key, {
        value: damaged,
        writable: true,
        enumerable: true,
        configurable: true,
      });
  }
  return root.file;
}
