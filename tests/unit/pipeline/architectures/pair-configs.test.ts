import { describe, expect, it } from "vitest";
import { readArchitecture } from "#pipeline/architectures/check-config.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";

const mistakes = (config: object): string => mistakesOf(() => readArchitecture(config, "config.json"));

const BARTS = ["bart", "mbart", "marian", "pegasus", "m2m_100"];
const T5S = ["t5", "mt5", "umt5"];

describe("a configuration of an encoder and a decoder", () => {
  it.each([...BARTS, ...T5S, "whisper"])(
    "has the sizes of transformers' class where it says none: %s",
    (type) => {
      expect(mistakes({ model_type: type })).toBe("");
    },
  );

  it.each(BARTS)("is refused where a head would have no whole width: %s", (type) => {
    const message = mistakes({
      model_type: type,
      d_model: 64,
      encoder_attention_heads: 5,
      decoder_attention_heads: 7,
    });
    expect(message).toContain(
      "config.json, encoder_attention_heads: wrong value: expected a divisor of d_model",
    );
    expect(message).toContain(
      "config.json, decoder_attention_heads: wrong value: expected a divisor of d_model",
    );
  });

  it("tells mistakes by the names that it uses", () => {
    expect(mistakes({ model_type: "t5", num_attention_heads: 0 })).toContain(
      "config.json, num_attention_heads:",
    );
    expect(mistakes({ model_type: "bart", hidden_size: 64, num_attention_heads: 5 })).toContain(
      "config.json, num_attention_heads:",
    );
  });

  it.each<[object, string]>([
    [{ model_type: "t5", feed_forward_proj: "gated" }, "feed_forward_proj"],
    [{ model_type: "t5", feed_forward_proj: "gated-swiglu" }, "feed_forward_proj"],
    [{ model_type: "t5", dense_act_fn: "toString" }, "dense_act_fn"],
    [{ model_type: "t5", relative_attention_num_buckets: 31 }, "relative_attention_num_buckets"],
    [{ model_type: "t5", relative_attention_num_buckets: 2 }, "relative_attention_num_buckets"],
    [{ model_type: "t5", relative_attention_max_distance: 16 }, "relative_attention_max_distance"],
    [{ model_type: "t5", relative_attention_max_distance: 1e9 }, "relative_attention_max_distance"],
    [{ model_type: "t5", num_decoder_layers: 1e9 }, "num_decoder_layers"],
    [{ model_type: "whisper", num_mel_bins: 0 }, "num_mel_bins"],
    [{ model_type: "whisper", max_source_positions: -1500 }, "max_source_positions"],
    [{ model_type: "whisper", decoder_attention_heads: 5 }, "decoder_attention_heads"],
    [{ model_type: "bart", encoder_layers: 0 }, "encoder_layers"],
    [{ model_type: "bart", scale_embedding: 8 }, "scale_embedding"],
    [{ model_type: "marian", d_model: 48, max_position_embeddings: 2 ** 24 }, "max_position_embeddings"],
    [{ model_type: "m2m_100", pad_token_id: 2 ** 20 }, "max_position_embeddings"],
    [{ model_type: "m2m_100", pad_token_id: -1 }, "pad_token_id"],
    [
      { model_type: "pegasus", d_model: 65, encoder_attention_heads: 5, decoder_attention_heads: 5 },
      "d_model",
    ],
  ])("is refused by the key that does not fit: %j", (config, key) => {
    expect(mistakes(config)).toMatch(new RegExp(`^config.json, ${key}: [^\\n]+$`));
  });
});
