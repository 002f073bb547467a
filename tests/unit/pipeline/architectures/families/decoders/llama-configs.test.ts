import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readArchitecture } from "#pipeline/architectures/check-config.ts";

const LLAMA = {
  model_type: "llama",
  vocab_size: 100,
  hidden_size: 32,
  intermediate_size: 48,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 64,
};
type Config = Readonly<Record<string, unknown>>;

/** The keys of a configuration that are refused, with what is expected there. */
function refusals(changes: Config, base: Config = LLAMA): string[] {
  try {
    readArchitecture({ ...base, ...changes }, "config.json");
    return [];
  } catch (error) {
    expect((error as Error).name).toBe("ModelError");
    return (error as Error).message.split("\n").filter((line) => line.includes("config.json"));
  }
}

const scaled = (scaling: Config): Config => ({ rope_scaling: scaling });

describe("configurations of decoders that are refused, with the key", () => {
  it.each([
    [{ num_attention_heads: 0 }, "num_attention_heads"],
    [{ num_attention_heads: -4 }, "num_attention_heads"],
    [{ num_attention_heads: 1e9 }, "num_attention_heads"],
    [{ num_attention_heads: "four" }, "num_attention_heads"],
    [{ num_attention_heads: 5, num_key_value_heads: 5 }, "num_attention_heads"],
    [{ num_key_value_heads: 3 }, "num_key_value_heads"],
    [{ num_key_value_heads: 8 }, "num_key_value_heads"],
    [{ num_hidden_layers: 1e6 }, "num_hidden_layers"],
    [{ num_hidden_layers: 2.5 }, "num_hidden_layers"],
    [{ hidden_size: null }, "hidden_size"],
    [{ hidden_size: Number.NaN }, "hidden_size"],
    [{ hidden_size: undefined }, "hidden_size"],
    [{ head_dim: 7 }, "head_dim"],
    [{ head_dim: 1e6 }, "head_dim"],
    [{ hidden_size: 1 << 20, num_attention_heads: 1, num_key_value_heads: 1 }, "head_dim"],
    [{ hidden_act: "swiglu" }, "hidden_act"],
    [{ rms_norm_eps: -1 }, "rms_norm_eps"],
    [{ attention_bias: "no" }, "attention_bias"],
    [{ rope_interleaved: true }, "rope_interleaved"],
    [{ rope_theta: 0 }, "rope_theta"],
    [{ rope_theta: -1e4 }, "rope_theta"],
    [{ rope_theta: Infinity }, "rope_theta"],
    [{ rope_theta: "10000" }, "rope_theta"],
    [{ partial_rotary_factor: 0 }, "partial_rotary_factor"],
    [{ partial_rotary_factor: 1.5 }, "partial_rotary_factor"],
    [{ partial_rotary_factor: 0.4 }, "partial_rotary_factor"],
    [{ rope_scaling: "linear" }, "rope_scaling"],
    [{ rope_scaling: [] }, "rope_scaling"],
    [scaled({ type: "mrope", mrope_section: [2, 3, 3] }), "rope_scaling.type"],
    [scaled({ rope_type: "spiral" }), "rope_scaling.rope_type"],
    [scaled({ type: "linear" }), "rope_scaling.factor"],
    [scaled({ type: "linear", factor: 0 }), "rope_scaling.factor"],
    [scaled({ type: "linear", factor: -2 }), "rope_scaling.factor"],
    [scaled({ type: "linear", factor: "2" }), "rope_scaling.factor"],
    [scaled({ type: "linear", factor: 1e300 }), "rope_scaling.factor"],
    [scaled({ type: "dynamic" }), "rope_scaling.factor"],
    [{ ...scaled({ type: "dynamic", factor: 2 }), head_dim: 2 }, "rope_scaling.factor"],
    [{ ...scaled({ type: "dynamic", factor: 2 }), max_position_embeddings: null }, "max_position_embeddings"],
    [{ ...scaled({ type: "yarn" }), max_position_embeddings: null }, "max_position_embeddings"],
    [scaled({ type: "yarn", factor: 2, beta_fast: 0 }), "rope_scaling.beta_fast"],
    [scaled({ type: "llama3", factor: 8, high_freq_factor: 4 }), "rope_scaling.low_freq_factor"],
    [
      scaled({ type: "llama3", factor: 8, low_freq_factor: 4, high_freq_factor: 4 }),
      "rope_scaling.high_freq_factor",
    ],
    [scaled({ type: "longrope", long_factor: [1, 1, 1, 1] }), "rope_scaling.short_factor"],
    [scaled({ type: "su", short_factor: [1, 1, 1, 1], long_factor: [1, 1, 1] }), "rope_scaling.long_factor"],
    [
      scaled({ type: "longrope", short_factor: [1, 1, 0, 1], long_factor: [1, 1, 1, 1] }),
      "rope_scaling.short_factor.2",
    ],
    [
      scaled({
        ...{ type: "longrope", short_factor: [1, 1, 1, 1], long_factor: [1, 1, 1, 1] },
        original_max_position_embeddings: 1,
      }),
      "rope_scaling.original_max_position_embeddings",
    ],
    [{ rope_parameters: { rope_type: "linear" } }, "rope_parameters.factor"],
    [
      { rope_parameters: { full_attention: { rope_type: "linear" } } },
      "rope_parameters.full_attention.factor",
    ],
  ])("%j", (changes, key) => {
    const found = refusals(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`config.json, ${key}:`);
  });

  it("tells all that does not fit together at once", () => {
    const changes = { num_key_value_heads: 3, rope_scaling: { type: "llama3" }, head_dim: 8 };
    expect(refusals(changes).length).toBe(4);
  });

  it.each([
    [{ model_type: "mistral", sliding_window: 0 }, "sliding_window"],
    [{ model_type: "mistral", sliding_window: -1 }, "sliding_window"],
    [{ model_type: "mistral", sliding_window: "all" }, "sliding_window"],
    [{ model_type: "ministral", layer_types: ["full_attention"] }, "layer_types"],
    [
      { model_type: "ministral", layer_types: ["full_attention", "chunked_attention", "full_attention"] },
      "layer_types.1",
    ],
    [
      {
        model_type: "ministral",
        sliding_window: null,
        layer_types: ["full_attention", "sliding_attention", "full_attention"],
      },
      "sliding_window",
    ],
    [
      {
        model_type: "qwen2",
        layer_types: ["full_attention", "sliding_attention", "full_attention"],
      },
      "use_sliding_window",
    ],
    [{ model_type: "qwen3", max_window_layers: -1 }, "max_window_layers"],
    [{ model_type: "smollm3", no_rope_layers: [1, 0] }, "no_rope_layers"],
    [{ model_type: "smollm3", no_rope_layers: [1, 2, 1] }, "no_rope_layers.1"],
    [{ model_type: "smollm3", no_rope_layer_interval: 0 }, "no_rope_layer_interval"],
    [{ model_type: "granite", residual_multiplier: "1" }, "residual_multiplier"],
    [{ model_type: "gemma2", attn_logit_softcapping: 0 }, "attn_logit_softcapping"],
    [{ model_type: "gemma2", query_pre_attn_scalar: 0 }, "query_pre_attn_scalar"],
    [{ model_type: "gemma3_text", attn_logit_softcapping: 50 }, "attn_logit_softcapping"],
    [{ model_type: "gemma2", use_bidirectional_attention: true }, "use_bidirectional_attention"],
    [{ model_type: "gemma3_text", sliding_window_pattern: 0 }, "sliding_window_pattern"],
    [
      { model_type: "gemma3_text", num_hidden_layers: 6, rope_scaling: { rope_type: "linear" } },
      "rope_scaling.factor",
    ],
    [{ model_type: "gemma3", text_config: { num_key_value_heads: 3 } }, "text_config.num_key_value_heads"],
    [{ model_type: "gemma3" }, "text_config"],
    [
      { model_type: "phi3", rope_scaling: { type: "longrope", short_factor: [1], long_factor: [1] } },
      "rope_scaling.short_factor",
    ],
  ])("%j", (changes, key) => {
    expect(refusals(changes)[0]).toContain(`config.json, ${key}:`);
  });
});

describe("configurations of decoders that are read", () => {
  it.each([
    {},
    { num_key_value_heads: null, head_dim: null, rope_scaling: null, rope_theta: null },
    { head_dim: 20 },
    { rope_scaling: {} },
    scaled({ type: "default", rope_type: "default" }),
    scaled({ rope_type: "yarn", factor: 4, original_max_position_embeddings: 16, attention_factor: null }),
    scaled({ type: "longrope", short_factor: [1, 1, 1, 1], long_factor: [2, 2, 2, 2] }),
    { rope_parameters: { rope_type: "default", rope_theta: 5e5 }, rope_theta: 1e4 },
    { model_type: "gemma3", text_config: {} },
    { model_type: "gemma3_text", use_bidirectional_attention: true },
    { model_type: "phi3", sliding_window: 2047, original_max_position_embeddings: 4096 },
  ])("%j", (changes) => {
    expect(refusals(changes)).toEqual([]);
  });

  it("whatever stands in them, they are read or refused by name", () => {
    const keys = [
      ...Object.keys(LLAMA).slice(1),
      ..."head_dim rope_theta rope_scaling rope_parameters sliding_window layer_types attention_bias".split(
        " ",
      ),
    ];
    const scaling = fc.record(
      {
        rope_type: fc.constantFrom("default", "linear", "dynamic", "yarn", "longrope", "llama3"),
        factor: fc.oneof(fc.double(), fc.integer(), fc.string()),
        original_max_position_embeddings: fc.integer(),
        short_factor: fc.array(fc.double(), { maxLength: 6 }),
        low_freq_factor: fc.double(),
        full_attention: fc.record({ rope_type: fc.constant("yarn"), beta_fast: fc.double() }),
      },
      { requiredKeys: [] },
    );
    const value = fc.oneof(fc.jsonValue(), fc.integer({ min: -4, max: 300 }), fc.double(), scaling);
    const types = fc.constantFrom("llama", "mistral", "qwen2", "gemma2", "gemma3_text", "phi3", "smollm3");
    fc.assert(
      fc.property(types, fc.dictionary(fc.constantFrom(...keys), value), (type, changes) => {
        refusals({ model_type: type, ...changes });
      }),
      { numRuns: 300 },
    );
  });
});
