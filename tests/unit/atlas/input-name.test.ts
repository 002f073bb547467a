import { expect, it } from "vitest";
import { INPUT_NAMES } from "#atlas/input-name.ts";

it("Inputs are called as exports of Hugging Face call them, and padding masks of both sides besides", () => {
  expect(INPUT_NAMES).toEqual([
    "input_ids",
    "attention_mask",
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
  ]);
});
