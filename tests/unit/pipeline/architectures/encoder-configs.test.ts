import { describe, expect, it } from "vitest";
import { readArchitecture } from "#pipeline/architectures/check-config.ts";
import { mistakesOf } from "../../../helpers/mistakes-of.ts";

const mistakes = (config: object): string => mistakesOf(() => readArchitecture(config, "config.json"));

const TEXTS = ["bert", "roberta", "xlm-roberta", "camembert", "data2vec-text", "electra", "albert", "mpnet"];
const PICTURES = ["vit", "vit_msn", "deit", "beit", "data2vec-vision", "dinov2", "dinov2_with_registers"];
const TOWERS = ["clip_text_model", "clip_vision_model", "siglip_text_model", "siglip_vision_model"];
const TWINS = ["clip", "siglip"];

describe("a configuration that says nothing of sizes", () => {
  it.each([...TEXTS, "distilbert", "modernbert", ...PICTURES, ...TOWERS])(
    "has those of transformers' class: %s",
    (type) => {
      expect(mistakes({ model_type: type })).toBe("");
    },
  );

  it.each(TWINS)("has those of transformers' classes for both towers: %s", (type) => {
    expect(mistakes({ model_type: type, text_config: {}, vision_config: {} })).toBe("");
  });
});

describe("a hostile configuration", () => {
  const HOSTILE: readonly (readonly [string, unknown])[] = [
    ["hidden_size", -768],
    ["hidden_size", 2 ** 40],
    ["num_hidden_layers", 1e9],
    ["num_hidden_layers", 1.5],
    ["num_attention_heads", 0],
    ["num_attention_heads", 7],
    ["hidden_act", "swiglu"],
    ["hidden_act", "constructor"],
    ["layer_norm_eps", -1],
    ["layer_norm_eps", "1e-12"],
  ];

  it.each(
    [...TEXTS, ...PICTURES, ...TOWERS].flatMap((type) => HOSTILE.map((entry) => [type, ...entry] as const)),
  )("of %s is refused by name where %s is %s", (type, key, value) => {
    expect(mistakes({ model_type: type, [key]: value })).toContain(`config.json, ${key}: wrong value`);
  });

  it.each(
    TWINS.flatMap((type) =>
      ["text_config", "vision_config"].flatMap((tower) =>
        HOSTILE.map(([key, value]) => [type, tower, key, value] as const),
      ),
    ),
  )("of %s is refused by name where %s.%s is %s", (type, tower, key, value) => {
    const config = { model_type: type, text_config: {}, vision_config: {}, [tower]: { [key]: value } };
    expect(mistakes(config)).toContain(`config.json, ${tower}.${key}: wrong value`);
  });

  it.each(TWINS.flatMap((type) => ["text_config", "vision_config"].map((tower) => [type, tower] as const)))(
    "of %s is refused where %s is missing or no object",
    (type, tower) => {
      const whole = { model_type: type, text_config: {}, vision_config: {} };
      expect(mistakes({ ...whole, [tower]: undefined })).toContain(`config.json, ${tower}: a key is missing`);
      for (const value of [null, [], 3, "base"])
        expect(mistakes({ ...whole, [tower]: value })).toContain(`config.json, ${tower}: wrong value`);
    },
  );

  it.each([
    ["bert", "position_embedding_type", "relative_key"],
    ["roberta", "is_decoder", true],
    ["electra", "embedding_size", 0],
    ["roberta", "pad_token_id", -1],
    ["albert", "num_hidden_groups", 13],
    ["albert", "inner_group_num", 900],
    ["mpnet", "relative_attention_num_buckets", 64],
    ["modernbert", "num_attention_heads", 7],
    ["modernbert", "hidden_activation", "swiglu"],
    ["modernbert", "local_attention", 0],
    ["modernbert", "global_attn_every_n_layers", 0],
    ["modernbert", "global_rope_theta", -1],
    ["modernbert", "layer_types", ["full_attention"]],
    ["distilbert", "n_heads", 5],
    ["distilbert", "dim", null],
    ["vit", "image_size", [224, 224, 224]],
    ["vit", "patch_size", -16],
    ["vit", "qkv_bias", "true"],
    ["beit", "image_size", [224, 8]],
    ["dinov2", "mlp_ratio", 1e300],
    ["dinov2", "image_size", [224, 448]],
    ["dinov2", "image_size", 7],
    ["dinov2_with_registers", "num_register_tokens", 1.5],
    ["clip_vision_model", "patch_size", 225],
    ["siglip_vision_model", "image_size", 0],
  ])("of %s is refused by name where %s is %j", (type, key, value) => {
    expect(mistakes({ model_type: type, [key]: value })).toContain(`config.json, ${key}: wrong value`);
  });
});

describe("a configuration of two towers", () => {
  it("of an early version counts by its second copy, as in transformers", () => {
    const early = {
      model_type: "clip",
      text_config: {},
      vision_config: {},
      text_config_dict: { hidden_size: 9 },
    };
    expect(mistakes(early)).toContain(
      "config.json, text_config_dict.num_attention_heads: a key is missing: expected a divisor of hidden_size",
    );
    expect(mistakes({ ...early, text_config_dict: null })).toBe("");
  });
});
