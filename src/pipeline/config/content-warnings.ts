/** Warnings about files in `content/` that have no effect, so that nothing is ignored silently. */
import { normalize } from "node:path";
import type { DatasetConfig, ModelConfig } from "#atlas/config.schema.ts";
import { listSome } from "#atlas/list-some.ts";
import { ownCommand } from "#package/own-command.ts";
import type { ContentFolder } from "./content-folder.ts";

export function contentWarnings(
  root: string,
  models: ContentFolder<ModelConfig>,
  datasets: ContentFolder<DatasetConfig>,
): string[] {
  const configs = [...models.entries.values()].map(({ config }) => config);
  const warnings = passedOver(`${root}/models`, models.others);
  // The other files may belong to a dataset whose YAML file is broken.
  if (datasets.broken.length === 0) {
    const sources = [...datasets.entries.values()].map(({ config }) => normalize(config.source));
    const isSource = (name: string): boolean =>
      sources.some(
        (source) =>
          source.replace(/\/$/, "") === name.replace(/\/$/, "") ||
          (name.endsWith("/") && source.startsWith(name)),
      );
    warnings.push(
      ...passedOver(
        `${root}/datasets`,
        datasets.others.filter((name) => !isSource(name)),
      ),
    );
  }
  // The unused datasets may belong to a model whose YAML file is broken.
  if (models.broken.length > 0) return warnings;
  const asked = new Set(configs.flatMap((config) => config.datasets ?? []));
  const unused = [...datasets.entries.keys()].filter((name) => !asked.has(name));
  if (unused.length > 0)
    warnings.push(`${root}/datasets: no model lists ${listSome(unused)} under datasets, so it is not shown.`);
  if (configs.every(({ enabled }) => !enabled)) {
    const first = [...models.entries.keys()][0] ?? "";
    warnings.push(
      `${root}/models: every model is switched off (enabled: false). ${ownCommand("atlas", first)} builds one.`,
    );
  }
  return warnings;
}

function passedOver(where: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const [what, verb] = names.length === 1 ? ["entry", "is"] : ["entries", "are"];
  const why = where.endsWith("datasets")
    ? "no .yaml files, and no dataset has them as its source"
    : "no .yaml files";
  return [`${where}: ${names.length} ${what} ${verb} passed over, ${why}: ${listSome(names)}.`];
}
