/** Names that exports give to inputs, with the types and axes that belong to them. */
import type { InputName } from "#atlas/input-name.ts";
import type { OnnxInput } from "../file/onnx-graph.ts";
import { DATA_TYPE, fedType, isFloatInput } from "./fed-types.ts";

type Fits = (input: OnnxInput) => boolean;

/** Number of axes; any number matches if the file does not tell. */
const hasRank =
  (...ranks: readonly number[]): Fits =>
  ({ dims }) =>
    dims.length === 0 || ranks.includes(dims.length);
export const isWhole: Fits = ({ dataType }) => fedType(dataType)?.startsWith("int") ?? false;
/** Keras feeds ids as floats. */
const isText: Fits = (input) => (isWhole(input) || isFloatInput(input)) && hasRank(1, 2)(input);
const isPlaces: Fits = (input) => fedType(input.dataType) !== "bool" && hasRank(1, 2, 3)(input);
const isMask: Fits = hasRank(1, 2, 3, 4);
const isCache: Fits = (input) => isFloatInput(input) || input.dims.length >= 3;
const isPicture: Fits = (input) => input.dataType !== DATA_TYPE.bool && hasRank(3, 4)(input);
const isFloat =
  (...ranks: readonly number[]): Fits =>
  (input) =>
    isFloatInput(input) && hasRank(...ranks)(input);

/** Spellings of Hugging Face and of others, in lower case. The first match wins. */
const KNOWN: readonly (readonly [InputName, RegExp, Fits])[] = [
  ["use_cache_branch", /^use_cache(_branch)?$/, hasRank(1)],
  [
    "past_key_values",
    /^past(_key_value|_key|_value|_states?|$|[._\d])|(^|[._])(k|v|kv|key|value)_?cache($|[._\d])|^cache[._](k|v|key|value)/,
    isCache,
  ],
  ["pixel_mask", /^pixel_mask$/, hasRank(3)],
  ["decoder_padding_mask", /^(decoder|tgt|target)_key_padding_mask$/, hasRank(2)],
  ["padding_mask", /^((src|source|encoder)_)?key_padding_mask$/, hasRank(2)],
  ["encoder_attention_mask", /^(encoder|memory)_attention_mask$/, hasRank(2)],
  ["decoder_attention_mask", /^(decoder|target)_(attention_|input_)?mask$/, isMask],
  ["attention_mask", /^((attention|attn|input|text|token)_)?masks?$|^(text|txt)_attention_mask$/, isMask],
  ["decoder_position_ids", /^decoder_position(_ids|s)?$/, isPlaces],
  ["position_ids", /^((input|text|cache)_)?pos(ition)?s?(_?ids?)?$/, isPlaces],
  ["token_type_ids", /^((token_?)?types?|segments?|input_type)(_?ids?)?$/, isText],
  [
    "decoder_input_ids",
    /^(decoder_(input_?|token_?)?(ids|tokens)|(tgt|trg|target)(_input)?(_?ids|_?tokens)?|prev_output_tokens)$/,
    isText,
  ],
  [
    "input_ids",
    /^(((encoder|text|source|src)_)?(input_?|token_?|word_?|input_word_)?ids?|((input|text|src|source)_)?tokens|texts?|words|src|source|input_text)$/,
    isText,
  ],
  [
    "encoder_hidden_states",
    /^(encoder_(hidden_states?|outputs?|out)|enc_outputs?|enc_out|memory)$/,
    isFloat(3),
  ],
  [
    "input_features",
    /^(input_)?features$|^(log_?)?mels?(_?spec(trogram)?)?$|^spectrograms?$|^fbanks?$/,
    isFloat(2, 3),
  ],
  ["input_values", /^input_values$|^(wave(form)?s?|audios?|audio_signal|speech)$/, isFloat(1, 2)],
  ["pixel_values", /^(input_|vision_)?(pixel(_value)?s?|images?|imgs?|pictures?)$/, isPicture],
];

/** The role that an input's name tells, if its type and axes agree. */
export function nameSays(input: OnnxInput): InputName | undefined {
  const name = plainName(input.name);
  return KNOWN.find(([, pattern, fits]) => pattern.test(name) && fits(input))?.[0];
}

/** Whether the type and axes of an input allow this role. */
export function mayBe(role: InputName, input: OnnxInput): boolean {
  return KNOWN.find(([known]) => known === role)?.[2](input) ?? false;
}

/** The name without the prefix and suffix that TensorFlow adds. */
function plainName(name: string): string {
  return name
    .replace(/^serving_default_/, "")
    .replace(/:\d+$/, "")
    .replaceAll("-", "_")
    .toLowerCase();
}
