/** Compares the layers and heads of a graph with its config.json, and warns with both numbers if they differ. */
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { companionPath } from "../config/companions.ts";
import { decodeText } from "../config/decode-text.ts";
import { isModelFile } from "../config/model-entry.ts";
import { shownValue } from "../shown-value.ts";

/** Layers of one tower with their heads. */
export interface TowerCounts {
  readonly name?: string;
  /** Per layer. */
  readonly heads: readonly number[];
  readonly keyHeads?: readonly number[];
}

type Config = Readonly<Record<string, unknown>>;

const MAX_BYTES = 4 << 20;

/** config.json beside a model file or above its `onnx/` folder; undefined if there is no readable one. */
export function readConfig(path: string): Config | undefined {
  const folders = isModelFile(path) ? [dirname(path), dirname(dirname(path))] : [path];
  for (const folder of folders) {
    const file = companionPath(folder, "config.json");
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats?.isFile() || stats.size > MAX_BYTES) continue;
    try {
      const json: unknown = JSON.parse(decodeText(readFileSync(file), file));
      return isObject(json) ? json : undefined;
    } catch {
      // The graph has all the information, so a damaged config.json only prevents the comparison.
      return undefined;
    }
  }
  return undefined;
}

/** Keys under which configurations store a count, the most specific first; `*` is the tower. */
const LAYERS = "*_layers num_*_layers n_*_layers depths num_hidden_layers n_layer n_layers num_layers".split(
  " ",
);
const HEADS = "*_attention_heads num_attention_heads n_head n_heads num_heads".split(" ");
const KEY_HEADS = "num_key_value_heads num_kv_heads".split(" ");

/** One sentence per count that differs. Numbers of the configuration are only compared, never used as loop bounds. */
export function configWarnings(config: Config | undefined, towers: readonly TowerCounts[]): string[] {
  if (config === undefined) return [];
  return towers.flatMap((tower) => {
    const name = tower.name === "cross" ? "decoder" : tower.name;
    const own = subConfig(config, name);
    const found = tower.heads.length;
    const where = tower.name === undefined ? "" : `${tower.name}: `;
    const layers = look(own, LAYERS, name);
    const stages = layers.value;
    const isStages = Array.isArray(stages);
    const nLayers =
      isStages && stages.every((n) => typeof n === "number") ? stages.reduce((sum, n) => sum + n, 0) : stages;
    const warnings: string[] = [];
    if (nLayers !== undefined && nLayers !== found)
      warnings.push(
        `${where}${wereFound(String(found), "layer")}; config.json says ${layers.key} ${shown(nLayers)}.`,
      );
    // A list gives the number of heads per stage; a single number applies to every layer.
    for (const [keys, counts, what] of [
      [HEADS, tower.heads, "head"],
      [KEY_HEADS, tower.keyHeads ?? [], "key head"],
    ] as const) {
      const { key, value } = look(own, keys, name);
      const several = [...new Set(counts)];
      if (value === undefined || value === null || several.length === 0) continue;
      const said = Array.isArray(value) ? [...new Set(value as unknown[])] : [value];
      if (several.length !== said.length || several.some((count, i) => count !== said[i]))
        warnings.push(
          `${where}${wereFound(several.join(", "), what)}; config.json says ${key} ${shown(value)}.`,
        );
    }
    return warnings;
  });
}

/** @param counts Different counts of several layers are listed. */
function wereFound(counts: string, what: string): string {
  return counts === "1" ? `1 ${what} was found` : `${counts} ${what}s were found`;
}

function subConfig(config: Config, tower: string | undefined): Config {
  for (const key of [`${tower ?? "text"}_config`, tower ?? ""]) {
    const own = config[key];
    if (isObject(own)) return own;
  }
  return config;
}

function look(
  config: Config,
  keys: readonly string[],
  tower: string | undefined,
): { readonly key: string; readonly value: unknown } {
  for (const pattern of keys) {
    if (pattern.includes("*") && tower === undefined) continue;
    const key = pattern.replace("*", tower ?? "");
    if (config[key] !== undefined) return { key, value: config[key] };
  }
  return { key: "", value: undefined };
}

function shown(value: unknown): string {
  return shownValue(value, 40);
}

function isObject(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
