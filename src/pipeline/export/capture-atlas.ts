/**
 * Runs the model of a published atlas once more, for its vectors: an atlas does not hold them, for they are several times as
 * large as everything else. The files must be those that the atlas was made of.
 */
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import { tokenTable } from "#atlas/tokens/token-table.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { ownCommand } from "#package/own-command.ts";
import { DigestIndex } from "../cache/digest-index.ts";
import { nameInTheMaking } from "../cache/owner.ts";
import { makeFolder } from "../config/folder.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { resolveModel, type ResolvedModel } from "../config/resolve-model.ts";
import { expectNone, type Mistake } from "../errors.ts";
import type { Limits } from "../guard/limits.ts";
import type { HubSettings } from "../hub/settings.ts";
import { digestInput } from "../inputs/digest-input.ts";
import { towerTables, type TowerTable } from "../pack/tower-tables.ts";
import { GuardedInput } from "../run/guarded-input.ts";
import { headTasks, type PlannedHead } from "../run/head-tasks.ts";
import { orFromWeights } from "../run/read-weights.ts";
import type { ExportProgress } from "./export-progress.ts";
import type { Published } from "./open-published.ts";

export interface CaptureOptions {
  readonly workFolder: string;
  readonly hub: HubSettings;
  readonly limits: Limits;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

/**
 * @param use Receives a task per head, in the order of the model, and the tokens of each tower; `readVectors` reads what a
 *   task names until `use` is done.
 * @returns Warnings. @throws {UserError} if the input cannot be read, or is another one than the atlas was made of.
 */
export async function captureAtlas(
  config: AtlasConfig,
  published: Published,
  options: CaptureOptions,
  use: (heads: readonly PlannedHead[], tables: readonly TowerTable[]) => Promise<void>,
): Promise<readonly string[]> {
  const { workFolder, hub, signal, limits, onProgress } = options;
  const { warnings } = await orFromWeights(config, async (atlas) => {
    const digests = await DigestIndex.open(workFolder, { isTrusting: true });
    const model = await resolveModel(atlas, {
      digests,
      hub,
      signal,
      onDownload: ({ file, nBytes, nTotalBytes }) =>
        onProgress({ stage: "download", nDone: nBytes, nTotal: nTotalBytes, file }),
    });
    await expectSameFiles(atlas, model, published, digests);
    const input = await GuardedInput.open(atlas, model, { workFolder, limits, isTrusting: true, signal });
    // A killed export leaves it where the next build sweeps.
    const place = join(workFolder, "staging", basename(atlasFolder(atlas.id)));
    const folder = await nameInTheMaking(place);
    try {
      const { streams } = input;
      const [main] = streams.values();
      await makeFolder(folder);
      const report = await input.capture(folder, (nDone) =>
        onProgress({ stage: "capture", nDone, nTotal: main?.sequences.length ?? 0 }),
      );
      const tables = towerTables(streams, report.heads);
      await expectSameTokens(published, tables);
      const inputs = { stage: 0, inputKey: "", storeFolder: "" };
      await use(headTasks({ ...inputs, atlas, streams, report, captureFolder: folder }), tables);
    } finally {
      await input.close();
      await rm(folder, { recursive: true, force: true });
    }
    return { warnings: model.warnings };
  });
  return warnings;
}

async function expectSameFiles(
  atlas: AtlasConfig,
  model: ResolvedModel,
  { atlas: { manifest } }: Published,
  digests: DigestIndex,
): Promise<void> {
  const input = await digestInput(atlas, model, digests);
  await digests.save();
  const changed: Mistake[] = [];
  const expectSame = (file: string, what: string, expected: string, received: string): void => {
    if (expected !== received)
      changed.push({ ...outdated(atlas), where: `${file}, source`, what, expected, received });
  };
  const of = "has changed since the atlas was built";
  expectSame(atlas.modelFile, `the model ${of}`, manifest.model.digest, input.model.digest);
  expectSame(atlas.datasetFile, `the dataset ${of}`, manifest.dataset.digest, input.dataset.digest);
  expectNone(changed);
}

/** Settings of the author also decide which tokens are read. */
async function expectSameTokens({ id, atlas }: Published, tables: readonly TowerTable[]): Promise<void> {
  for (const { tower, tokens } of tables) {
    if (isSameTable(await atlas.tokens(tower), tokenTable(tokens))) continue;
    expectNone([
      {
        ...outdated({ id }),
        where: `content/datasets/${id.dataset}.yaml`,
        what: "the settings have changed since the atlas was built",
        expected: "the tokens of the atlas",
        received: "others",
      },
    ]);
  }
}

function outdated({ id }: Pick<AtlasConfig, "id">): { cure: string } {
  return { cure: `Build the atlas again first: ${ownCommand("atlas", id.model)}` };
}

function isSameTable(a: TokenTable, b: TokenTable): boolean {
  return (
    a.nTokens === b.nTokens &&
    a.starts.every((start, s) => start === b.starts[s]) &&
    a.ids.every((id, token) => a.vocab[id] === b.vocab[b.ids[token]!])
  );
}
