/** Everything that reads files from outside, by name. */
import type { FuzzReader } from "./reader.ts";
import { checkpoints } from "./readers/checkpoints.ts";
import { companions } from "./readers/companions.ts";
import { datasetsYaml, modelsYaml } from "./readers/content.ts";
import { hub } from "./readers/hub.ts";
import { kept } from "./readers/kept.ts";
import { labels } from "./readers/labels.ts";
import { models, references } from "./readers/models.ts";
import { pictures } from "./readers/pictures.ts";
import { published } from "./readers/published.ts";
import { recordings } from "./readers/recordings.ts";
import { safetensors } from "./readers/safetensors.ts";
import { site } from "./readers/site.ts";
import { csv, jsonLines, lines, spans } from "./readers/texts.ts";
import { tokenizers } from "./readers/tokenizers.ts";
import { vocabularies } from "./readers/vocabularies.ts";

export const READERS: readonly FuzzReader[] = [
  modelsYaml,
  datasetsYaml,
  jsonLines,
  spans,
  csv,
  lines,
  labels,
  tokenizers,
  vocabularies,
  companions,
  pictures,
  recordings,
  models,
  safetensors,
  checkpoints,
  references,
  hub,
  published,
  site,
  kept,
];

export function findReader(name: string): FuzzReader | undefined {
  return READERS.find((reader) => reader.name === name);
}
