/** Asks the hub for all revisions of courses of checkpoints, so that a missing one is told before hours of work on the others. */
import { atlasFolder } from "#atlas/address.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { ConfigError } from "../errors.ts";
import { HubError, HubMissingError } from "../hub/hub-error.ts";
import { listRepo, type HubSource } from "../hub/list-repo.ts";
import { hubSettings, type HubSettings } from "../hub/settings.ts";

/** Requests at once. */
const AT_ONCE = 8;

/** @returns An error for each atlas whose revision is missing, by its name. A hub that does not answer is no matter here. */
export async function missingRevisions(
  atlases: readonly AtlasConfig[],
  options: { readonly hub?: HubSettings; readonly signal?: AbortSignal },
): Promise<ReadonlyMap<string, ConfigError>> {
  const missing = new Map<string, ConfigError>();
  // Without a name, a checkpoint has a file of its own, and its source is not one of many.
  const ofCourses = atlases.filter(({ model }) => model.checkpoint?.name !== undefined);
  if (ofCourses.length === 0) return missing;
  const { hub = hubSettings(process.env), signal } = options;
  let isAsked = !hub.isOffline;
  for (let i = 0; i < ofCourses.length && isAsked; i += AT_ONCE) {
    const some = ofCourses.slice(i, i + AT_ONCE);
    const found = await Promise.all(
      some.map(async (atlas) => [atlas, await answerOf(atlas, hub, signal)] as const),
    );
    for (const [atlas, answer] of found) {
      if (answer === "missing") missing.set(atlasFolder(atlas.id), noRevision(atlas));
      if (answer === "none") isAsked = false;
    }
  }
  return missing;
}

async function answerOf(
  { source }: AtlasConfig,
  hub: HubSettings,
  signal: AbortSignal | undefined,
): Promise<"there" | "missing" | "none"> {
  if (source.kind !== "hub") return "there";
  try {
    await listRepo(source, hub, signal);
    return "there";
  } catch (error) {
    if (!(error instanceof HubError)) throw error;
    return error instanceof HubMissingError ? "missing" : "none";
  }
}

function noRevision({ modelFile, source }: AtlasConfig): ConfigError {
  const { repo, revision } = source as HubSource;
  return new ConfigError({
    what: "the repository has no such revision",
    where: `${modelFile}, checkpoints.revisions`,
    expected: `a branch, tag or commit of ${repo}`,
    received: revision,
    cure: "Leave it out, or correct its name: the repository's page lists its branches and tags.",
  });
}
