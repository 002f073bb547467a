/** The parts of a tokenizer.json: vocabularies of a few words, and what stands around them. */

export const WORDS = ["the", "fox", "red", "see", "bird", "photo", "of", "zeb", "in"] as const;
export const PRINTABLE = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i));
export const LOW_LINE = "\u2581";

export type Json = Record<string, unknown>;

/** The parts that most files share. */
export function file(parts: Json, special: readonly string[], vocabulary: ReadonlyMap<string, number>): Json {
  const added = special.map((content) => ({
    id: vocabulary.get(content) ?? 0,
    content,
    special: true,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
  }));
  return {
    version: "1.0",
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: null,
    ...parts,
  };
}

/** Puts tokens around each text. */
export function around(
  before: readonly string[],
  after: readonly string[],
  vocabulary: ReadonlyMap<string, number>,
): Json {
  const piece = (id: string): Json => ({ SpecialToken: { id, type_id: 0 } });
  const ids = (id: string): Json => ({ id, ids: [vocabulary.get(id)], tokens: [id] });
  return {
    type: "TemplateProcessing",
    single: [...before.map(piece), { Sequence: { id: "A", type_id: 0 } }, ...after.map(piece)],
    pair: [{ Sequence: { id: "A", type_id: 0 } }, { Sequence: { id: "B", type_id: 1 } }],
    special_tokens: Object.fromEntries([...before, ...after].map((id) => [id, ids(id)])),
  };
}

export function numbered(tokens: readonly string[]): Map<string, number> {
  return new Map([...new Set(tokens)].map((token, id) => [token, id]));
}

/** Characters of GPT-2's table for all bytes. */
export const BYTE_SIGNS = Array.from({ length: 256 }, (_, byte) => byte).map((byte) =>
  (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    ? String.fromCharCode(byte)
    : String.fromCharCode(256 + shiftedBefore(byte)),
);

function shiftedBefore(byte: number): number {
  return Array.from({ length: byte }, (_, b) => b).filter(
    (b) => !((b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174),
  ).length;
}

export const FALLBACK = Array.from(
  { length: 256 },
  (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`,
);

interface Merges {
  readonly alphabet: readonly string[];
  readonly words: readonly (readonly string[])[];
  readonly special?: readonly string[];
  readonly prefix?: string;
}

/** Byte pairs that make the words, letter by letter. */
export function pairs({ alphabet, words, special = [], prefix = "" }: Merges): {
  readonly vocabulary: Map<string, number>;
  readonly model: Json;
} {
  const merges: [string, string][] = [];
  const made: string[] = [];
  for (const letters of words) {
    letters.slice(1).reduce((left, right) => {
      const token = left + right.slice(prefix.length);
      if (!made.includes(token)) {
        made.push(token);
        merges.push([left, right]);
      }
      return token;
    }, letters[0] ?? "");
  }
  const vocabulary = numbered([...special, ...alphabet, ...made]);
  const model = {
    type: "BPE",
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab: Object.fromEntries(vocabulary),
    merges,
  };
  return { vocabulary, model };
}
