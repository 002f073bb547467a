/** Roles of model inputs, named as in Hugging Face's exports. */
export const INPUT_NAMES = [
  "input_ids",
  "attention_mask",
  /** The inverse of attention_mask: 1 for padding. */
  "padding_mask",
  "token_type_ids",
  "position_ids",
  "decoder_input_ids",
  "decoder_attention_mask",
  "decoder_padding_mask",
  "decoder_position_ids",
  "pixel_values",
  "pixel_mask",
  "input_features",
  "input_values",
  "encoder_hidden_states",
  "encoder_attention_mask",
  "past_key_values",
  "use_cache_branch",
] as const;

export type InputName = (typeof INPUT_NAMES)[number];
