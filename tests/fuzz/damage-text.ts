/** Damages a text as such: values, keys, lines, nesting, characters, encodings; same random source, same damage. */
import type { Random } from "#math/random.ts";

type Damage = (text: string, random: Random) => string | Buffer;

const pick = (random: Random, n: number): number => Math.floor(random() * n);
const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[pick(random, items.length)]!;

const NUMBERS = [
  ...["0", "-0", "-1", "-5", "0.5", "1e9", "65536", "2147483648", "4294967296", "9007199254740992"],
  ...["1e309", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", ".inf", ".nan", "0x1f", "1_000", "0o17"],
];
const VALUES = [
  ...["null", "~", "true", '"many"', "[]", "{}", "[[[[[[1]]]]]]", '"\\u0000"', '"\\ud800"', "''", '""'],
  ...["&a [*a]", "*nothing", "!!binary aGk=", "!!set {a, b}", "2001-01-01", "<<: 1", "|", "> x", "- 1"],
  ...["http://[", "../../..", "/dev/null", "//", "hub:../x", "hub:a/b@..", "%ff", "a\\nb", "C:\\\\x"],
];
const KEYS = [
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "length", "", " ", "text", "spans", "file"],
  ...["k".repeat(100_000), "\u202e", "\ud83d\ude00", "a.b.c", "0", "-1"],
];
const SIGNS = [
  ...[
    "\0",
    "\u0001",
    "\t",
    "\ufeff",
    "\u2028",
    "\u202e",
    "\u00a0",
    "e\u0301",
    "\ud83d\udc68\u200d\ud83d\udc69",
  ],
  ...[
    "a" + "\u0301".repeat(1000),
    "\uffff",
    "\u{10ffff}",
    '"',
    "'",
    "\\",
    "#",
    ":",
    "- ",
    ",",
    "{",
    "%",
    "@",
    "`",
  ],
];
const VALUE = /-?\d+(\.\d+)?|true|false|null|"[^"\n]*"|(?<=: )[^\n]+/g;
const KEY = /"[^"\n]*"(?=\s*:)|^\s*\w+(?=:)/gm;

const DAMAGES: readonly Damage[] = [
  (text, random) => replaceOne(text, VALUE, random, () => oneOf(random, NUMBERS)),
  (text, random) => replaceOne(text, VALUE, random, () => oneOf(random, VALUES)),
  (text, random) => replaceOne(text, VALUE, random, () => nested(1 + pick(random, 10_000), random)),
  (text, random) => replaceOne(text, KEY, random, (key) => renamed(key, oneOf(random, KEYS))),
  (text, random) => insert(text, random, oneOf(random, SIGNS)),
  (text, random) =>
    insert(text, random, oneOf(random, ["[", "{", '{"a":', "- ", "(", "&a "]).repeat(pick(random, 10_000))),
  (text, random) => insert(text, random, slice(text, random).repeat(1 + pick(random, 200))),
  (text, random) => {
    const lines = text.split("\n");
    const [a, b] = [pick(random, lines.length), pick(random, lines.length)];
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    return lines.join("\n");
  },
  (text, random) => {
    const lines = text.split("\n");
    lines.splice(pick(random, lines.length), 1, ...Array<string>(pick(random, 4)).fill(oneOf(random, lines)));
    return lines.join(oneOf(random, ["\n", "\n", "", " "]));
  },
  (text, random) => text.replaceAll("\n", oneOf(random, ["\r\n", "\r", "\n\n", "\u2028", "\v"])),
  (text, random) =>
    oneOf(random, ["\ufeff", "\ufeff\ufeff", "\ufffe", "%YAML 9.9\n---\n", "---\n", "\n"]) + text,
  (text, random) => {
    const encoded = oneOf(random, ["utf16le", "latin1"] as const);
    const bytes = Buffer.from(text, encoded);
    const marked = random() < 0.5 ? Buffer.concat([Buffer.of(0xff, 0xfe), bytes]) : bytes;
    return random() < 0.3 && marked.length % 2 === 0 ? marked.swap16() : marked;
  },
  // Half of a character pair, as UTF-8 does not have it.
  (text, random) => {
    const bytes = Buffer.from(text);
    const at = pick(random, bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), Buffer.of(0xed, 0xa0, 0x80), bytes.subarray(at)]);
  },
];

export function damageText(bytes: Buffer, random: Random): Buffer {
  const damaged = oneOf(random, DAMAGES)(bytes.toString("utf8"), random);
  return typeof damaged === "string" ? Buffer.from(damaged) : damaged;
}

function replaceOne(text: string, pattern: RegExp, random: Random, by: (found: string) => string): string {
  const all = [...text.matchAll(pattern)];
  if (all.length === 0) return text;
  const { 0: found, index } = oneOf(random, all);
  return text.slice(0, index) + by(found) + text.slice(index + found.length);
}

function renamed(key: string, to: string): string {
  return key.startsWith('"') ? `"${to}"` : key.replace(/\w+/, to);
}

function nested(levels: number, random: Random): string {
  const [open, close] = oneOf(random, [
    ["[", "]"],
    ['{"a":', "}"],
    ['[{"text":', "}]"],
  ] as const);
  return `${open.repeat(levels)}1${close.repeat(levels)}`;
}

function insert(text: string, random: Random, what: string): string {
  const at = pick(random, text.length + 1);
  return text.slice(0, at) + what + text.slice(at);
}

function slice(text: string, random: Random): string {
  const at = pick(random, text.length + 1);
  return text.slice(at, at + Math.floor(2 ** (random() * 8)));
}
