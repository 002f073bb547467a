import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configWarnings, readConfig } from "#pipeline/onnx/check-config.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const bert = [{ heads: [4, 4, 4], keyHeads: [4, 4, 4] }];

describe("configWarnings", () => {
  it.each([
    ["no configuration", undefined, bert],
    ["equal counts", { num_hidden_layers: 3, num_attention_heads: 4 }, bert],
    ["the older names", { n_layer: 3, n_head: 4 }, bert],
    ["nothing it knows", { model_type: "new" }, bert],
    ["stages", { depths: [2, 2], num_heads: [2, 4], num_layers: 2 }, [{ heads: [2, 2, 4, 4] }]],
    ["key heads", { num_attention_heads: 4, num_key_value_heads: 2 }, [{ heads: [4], keyHeads: [2] }]],
    [
      "towers with counts of their own",
      { encoder_layers: 1, decoder_layers: 2, encoder_attention_heads: 4, decoder_attention_heads: 3 },
      [
        { name: "encoder", heads: [4] },
        { name: "decoder", heads: [3, 3] },
        { name: "cross", heads: [3, 3] },
      ],
    ],
    [
      "a configuration per tower",
      { vision_config: { num_hidden_layers: 1 } },
      [{ name: "vision", heads: [4] }],
    ],
  ])("says nothing about %s", (_, config, towers) => {
    expect(configWarnings(config, towers)).toEqual([]);
  });

  it("names both numbers where they differ, whatever the configuration says", () => {
    const config = { num_hidden_layers: 1e9, num_attention_heads: 0, num_key_value_heads: "many" };
    expect(configWarnings(config, bert)).toEqual([
      "3 layers were found; config.json says num_hidden_layers 1000000000.",
      "4 heads were found; config.json says num_attention_heads 0.",
      '4 key heads were found; config.json says num_key_value_heads "many".',
    ]);
  });
});

describe("readConfig", () => {
  it("reads the file beside the folder's model, and takes a damaged one for none", async () => {
    const folder = await tempFolder();
    expect(readConfig(folder)).toBeUndefined();
    writeFileSync(join(folder, "config.json"), '{"n_layer": 2}');
    expect(readConfig(folder)).toEqual({ n_layer: 2 });
    expect(readConfig(join(folder, "onnx/model.onnx"))).toEqual({ n_layer: 2 });
    for (const damaged of ["<html>", "[1]", "null", ""]) {
      writeFileSync(join(folder, "config.json"), damaged);
      expect(readConfig(folder)).toBeUndefined();
    }
  });
});
