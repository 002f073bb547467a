import { describe, expect, it } from "vitest";
import { readArchitecture } from "#pipeline/architectures/check-config.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";

const mistakes = (config: unknown): string => mistakesOf(() => readArchitecture(config, "config.json"));

describe("a configuration", () => {
  it.each([{}, [], null, "gpt2", { model_type: null }])(
    "that says no architecture is refused: %j",
    (config) => {
      expect(mistakes(config)).toContain(
        "does not say which architecture the weights belong to: expected one of",
      );
    },
  );

  it.each(["GPT2", "__proto__", "", 2])("of an architecture that is not known is refused: %j", (type) => {
    expect(mistakes({ model_type: type })).toContain(`received ${JSON.stringify(type)}`);
  });
});

describe("a GPT-2 configuration", () => {
  it("has the sizes of the smallest GPT-2 where it says nothing", () => {
    expect(mistakes({ model_type: "gpt2" })).toBe("");
  });

  it("may use the names of other families, and is told its mistakes by the names that it uses", () => {
    expect(mistakes({ model_type: "gpt2", num_attention_heads: 4, hidden_size: 64 })).toBe("");
    expect(mistakes({ model_type: "gpt2", num_attention_heads: 5, hidden_size: 64 })).toContain(
      "config.json, num_attention_heads: wrong value: expected a divisor of n_embd, received 5",
    );
    expect(mistakes({ model_type: "gpt2", n_head: 4, num_attention_heads: 5, n_embd: 64 })).toBe("");
  });

  it.each([
    ["n_layer", 1e9],
    ["n_layer", -1],
    ["n_head", 0],
    ["n_embd", 1.5],
    ["n_inner", "4 * n_embd"],
    ["activation_function", "swiglu"],
    ["layer_norm_epsilon", -1],
    ["add_cross_attention", true],
    ["scale_attn_weights", "yes"],
  ])("is refused by name where %s is %s", (key, value) => {
    expect(mistakes({ model_type: "gpt2", [key]: value })).toContain(`config.json, ${key}: wrong value`);
  });
});

describe("a GPT-Neo configuration", () => {
  const config = { model_type: "gpt_neo", num_layers: 4, num_heads: 4, hidden_size: 64 };

  it("names the kind of every layer, by repetitions or one by one", () => {
    expect(mistakes({ ...config, attention_types: [[["global", "local"], 2]] })).toBe("");
    expect(mistakes({ ...config, attention_layers: ["global", "global", "local", "global"] })).toBe("");
  });

  it("is refused where kinds and layers differ in number", () => {
    expect(mistakes({ ...config, attention_types: [[["global"], 3]] })).toContain(
      "config.json, attention_types:",
    );
    expect(mistakes({ ...config, attention_layers: ["global"] })).toContain("config.json, attention_layers:");
    expect(mistakes(config)).toContain("attention_types: a key is missing");
    const many = Array.from({ length: 100_000 }, () => [Array.from({ length: 100 }, () => "local"), 1000]);
    expect(mistakes({ ...config, attention_types: many })).toContain("config.json, attention_types:");
  });

  it("is refused where a kind is not known", () => {
    expect(mistakes({ ...config, attention_types: [[["global", "strided"], 2]] })).toContain(
      "config.json, attention_types.0.0.1: wrong value: expected one of global or local",
    );
  });
});

describe("a GPT-NeoX configuration", () => {
  const config = { model_type: "gpt_neox", num_attention_heads: 4, hidden_size: 64 };

  it("says how much of a head turns under the names of old and new versions", () => {
    expect(mistakes({ ...config, rotary_pct: 0.5, rotary_emb_base: 500 })).toBe("");
    expect(
      mistakes({ ...config, rope_parameters: { rope_type: "default", partial_rotary_factor: 0.5 } }),
    ).toBe("");
  });

  it("is refused where a half of a pair would turn", () => {
    expect(mistakes({ ...config, rotary_pct: 0.2 })).toContain("config.json, rotary_pct: wrong value");
    expect(mistakes({ ...config, rotary_pct: 0.01 })).toContain("config.json, rotary_pct: wrong value");
  });

  it("tells all mistakes at once", () => {
    const message = mistakes({ ...config, rotary_pct: "all", use_parallel_residual: 1, hidden_act: "mish" });
    for (const key of ["rotary_pct", "use_parallel_residual", "hidden_act"])
      expect(message).toContain(`config.json, ${key}: wrong value`);
  });
});

describe("a configuration that says nothing of sizes", () => {
  it.each([
    "openai-gpt",
    "gpt2",
    "gpt_neo",
    "gpt_neox",
    "gptj",
    "gpt_bigcode",
    "falcon",
    "phi",
    "opt",
    "bloom",
  ])("has those of transformers' class: %s", (type) => {
    expect(mistakes({ model_type: type })).toBe("");
  });
});

describe("a configuration of a GPT's relative", () => {
  it.each<[object, string]>([
    [{ model_type: "gptj", rotary_dim: null }, "rotary_dim"],
    [{ model_type: "gptj", rotary_dim: 7 }, "rotary_dim"],
    [{ model_type: "gptj", n_embd: 64, n_head: 4, rotary_dim: 32 }, "rotary_dim"],
    [{ model_type: "gptj", n_embd: 64, n_head: 5, rotary_dim: 4 }, "n_head"],
    [{ model_type: "gptj", hidden_size: 64, num_attention_heads: 5, rotary_dim: 4 }, "num_attention_heads"],
    [{ model_type: "phi", hidden_size: 64, num_attention_heads: 5 }, "num_attention_heads"],
    [{ model_type: "phi", num_attention_heads: 32, num_key_value_heads: 5 }, "num_key_value_heads"],
    [{ model_type: "phi", partial_rotary_factor: 0.01 }, "partial_rotary_factor"],
    [{ model_type: "phi", rope_scaling: { type: "stretched" } }, "rope_scaling.type"],
    [{ model_type: "phi", hidden_act: "constructor" }, "hidden_act"],
    [{ model_type: "openai-gpt", afn: "tanh" }, "afn"],
    [{ model_type: "openai-gpt", n_embd: 64, n_head: 5 }, "n_head"],
    [{ model_type: "gpt_bigcode", n_embd: 64, num_attention_heads: 5 }, "num_attention_heads"],
    [{ model_type: "gpt_bigcode", multi_query: 1 }, "multi_query"],
    [{ model_type: "falcon", alibi: true }, "alibi"],
    [{ model_type: "falcon", hidden_size: 64, n_head: 5 }, "n_head"],
    [{ model_type: "falcon", new_decoder_architecture: true, num_kv_heads: 8 }, "num_kv_heads"],
    [{ model_type: "falcon", num_ln_in_parallel_attn: 3 }, "num_ln_in_parallel_attn"],
    [{ model_type: "opt", hidden_size: 64, num_attention_heads: 5 }, "num_attention_heads"],
    [{ model_type: "opt", word_embed_proj_dim: 0 }, "word_embed_proj_dim"],
    [{ model_type: "opt", do_layer_norm_before: "no" }, "do_layer_norm_before"],
    [{ model_type: "opt", max_position_embeddings: 1e12 }, "max_position_embeddings"],
    [{ model_type: "bloom", n_embed: 64, num_attention_heads: 5 }, "num_attention_heads"],
    [{ model_type: "bloom", n_embed: -64 }, "n_embed"],
    [{ model_type: "bloom", n_layer: 1e9 }, "n_layer"],
    [{ model_type: "bloom", hidden_size: 2 ** 20, n_head: 2 ** 20 }, "n_head"],
  ])("is refused by the key that does not fit: %j", (config, key) => {
    expect(mistakes(config)).toMatch(new RegExp(`^config.json, ${key}: [^\\n]+$`));
  });
});
