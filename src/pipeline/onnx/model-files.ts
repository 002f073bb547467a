/** Chooses the ONNX files of a model, by the names that exports use. */

/** Suffixes for the precision of an export, best first: none, full precision, half precision, integers. */
const KINDS = ["", "_optimized", "_fp16", "_quantized", "_int8", "_uint8", "_q4f16", "_q4", "_bnb4"] as const;

const [ENCODERS, DECODERS] = [["encoder_model"], ["decoder_model", "decoder_model_merged"]];
/** Parts that make a whole model, the best first: in one file before several, plain before merged. */
const WHOLE: readonly (readonly string[])[] = [
  ["model"],
  ...ENCODERS.flatMap((encoder) => DECODERS.map((decoder) => [encoder, decoder])),
  ["encoder", "decoder"],
  ["text_model", "vision_model"],
  ["text_model", "audio_model"],
];
/** Files that have heads even if the rest of the model is missing. */
const ALONE = [...DECODERS, ...ENCODERS, "vision_model", "text_model", "audio_model"];

/** Names without place and ending, best first: whole models of one kind, of two kinds, and parts. */
const FILE_SETS: readonly (readonly string[])[] = [
  ...KINDS.flatMap((kind) => WHOLE.map((parts) => parts.map((part) => part + kind))),
  ...ENCODERS.flatMap((encoder) =>
    KINDS.flatMap((kind) =>
      KINDS.flatMap((other) => DECODERS.map((decoder) => [encoder + kind, decoder + other])),
    ),
  ),
  ...KINDS.flatMap((kind) => ALONE.map((part) => [part + kind])),
];

/** Hugging Face layout first. */
const PLACES = ["onnx/", ""];

/**
 * The files that make the best model among these names, e.g. `onnx/model.onnx`: one, or an encoder and its decoder, or a
 * tower of texts and one of pictures. Undefined where no name is known and there is not just one.
 */
export function chooseFiles(names: readonly string[]): readonly string[] | undefined {
  const known = new Set(names);
  for (const set of FILE_SETS) {
    for (const place of PLACES) {
      const files = set.map((name) => `${place}${name}.onnx`);
      if (files.every((file) => known.has(file))) return files;
    }
  }
  const graphs = names.filter(isGraph);
  return graphs.length === 1 ? graphs : undefined;
}

/** Why a graph in a folder is not opened. */
export function whyNotOpened(name: string, opened: readonly string[]): string {
  const [one, others] = [describe(name), opened.map(describe)];
  const sameFile = others.find(({ part, kind }) => part === one.part && kind === one.kind);
  if (sameFile) return `${sameFile.name} goes before it`;
  if (one.part.startsWith("decoder_with_past"))
    return "a decoder that continues from a cache: it has the heads of the decoder";
  const samePart = others.find(({ part }) => plain(part) === plain(one.part));
  if (samePart?.part === one.part)
    return isKind(one.kind) ? `${samePart.name} in another precision` : `another version of ${samePart.name}`;
  if (samePart) return `the same decoder as ${samePart.name}`;
  const whole = others.find(({ part }) => part === "model");
  if (whole && ALONE.includes(one.part)) return `a part of ${whole.name}`;
  if (one.part === "model" || ALONE.includes(one.part)) return "other files of the folder make the model";
  return "its name does not tell what it is; name it in `file` to open it";
}

const isKind = (kind: string): boolean => (KINDS as readonly string[]).includes(kind);

/** Merged or not, a decoder is the same. */
const plain = (part: string): string => part.replace(/_merged$/, "");

interface Described {
  readonly name: string;
  /** `decoder_model`. */
  readonly part: string;
  /** `_fp16`. */
  readonly kind: string;
}

function describe(name: string): Described {
  const base = name.slice(name.lastIndexOf("/") + 1).replace(/\.onnx$/, "");
  const part =
    /^(decoder_with_past_model|decoder_model_merged|(?:(?:en|de)coder_|text_|vision_|audio_)?model)(?=_|$)/.exec(
      base,
    )?.[1] ?? base;
  return { name, part, kind: base.slice(part.length) };
}

export function isGraph(name: string): boolean {
  return name.endsWith(".onnx");
}

/** Whether a file holds weights of a graph, by the names that exporters give: `model.onnx_data`, `model.onnx_data_1`, `model.onnx.data`. */
export function isWeightsOf(graph: string, name: string): boolean {
  return name.startsWith(graph) && /^(_data(_\d+)?|\.data)$/.test(name.slice(graph.length));
}
