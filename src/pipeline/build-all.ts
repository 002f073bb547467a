/** Builds every atlas that content/ asks for; one that cannot be built does not keep the others from it. */
import { atlasFolder } from "#atlas/address.ts";
import { buildAtlas, type BuildOptions, type Outcome, type Progress } from "./build-atlas.ts";
import { loadContent, type Selection } from "./config/load-content.ts";
import { UserError } from "./errors.ts";

export interface BuildAllOptions extends Omit<BuildOptions, "onProgress"> {
  /** Folder with `models/` and `datasets/`. */
  readonly contentFolder: string;
  readonly selection?: Selection;
  /** Stop at the first atlas that cannot be built. */
  readonly strict?: boolean;
}

/** What is told while building; names are `model/dataset`. */
export interface Reporter {
  progress(name: string, progress: Progress): void;
  done(name: string, outcome: Outcome): void;
  failed(name: string, error: UserError): void;
}

/** @returns Number of atlases, and how many of them failed. */
export async function buildAll(
  options: BuildAllOptions,
  reporter: Reporter,
): Promise<{ nAtlases: number; nFailed: number }> {
  const { atlases, errors } = await loadContent(options.contentFolder, options.selection);
  for (const error of errors) reporter.failed(options.contentFolder, error);
  let nFailed = errors.length;
  if (nFailed > 0 && options.strict) return { nAtlases: atlases.length, nFailed };
  for (const atlas of atlases) {
    const name = atlasFolder(atlas.id);
    try {
      reporter.done(
        name,
        await buildAtlas(atlas, { ...options, onProgress: (progress) => reporter.progress(name, progress) }),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      nFailed++;
      reporter.failed(name, error);
      if (options.strict) break;
    }
  }
  return { nAtlases: atlases.length, nFailed };
}
