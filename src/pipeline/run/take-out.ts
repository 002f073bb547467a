/** Takes atlases out of the site that content/ no longer names or has switched off. */
import { join } from "node:path";
import { atlasFolder } from "#atlas/address.ts";
import type { Content, Selection, Standing } from "../config/load-content.ts";
import { rememberAsked, shownAtlases } from "./asked-models.ts";
import { takeOutRemoved, type SweptFolders } from "./sweep.ts";

export interface TakeOutOptions extends SweptFolders {
  readonly selection?: Selection;
  /** Whether atlases that content/ no longer names stay in the site. */
  readonly keep?: boolean;
}

export interface Removal {
  readonly standing: Exclude<Standing, "on">;
  /** The folder below which the atlas is kept. */
  readonly place: string;
}

export interface TakeOutReporter {
  /** An atlas has left the site, because nothing names it or its model is switched off. */
  removed?(name: string, removal: Removal): void;
  /** A message for the author that is not about a single atlas. */
  warning?(message: string): void;
}

/** A switched-off model that a command names stays in the site. */
export async function takeOut(
  options: TakeOutOptions,
  content: Content,
  reporter: TakeOutReporter,
): Promise<void> {
  const { workFolder } = options;
  const { standing, off, selected, warnings } = content;
  await rememberAsked(
    workFolder,
    [...selected].filter((model) => off.has(model)),
  );
  if (!isWhole(options)) return;
  for (const warning of warnings) reporter.warning?.(warning);
  const isShown = await shownAtlases(workFolder, content);
  for (const id of await takeOutRemoved(options, isShown)) {
    const why = standing(id);
    if (why !== "on")
      reporter.removed?.(atlasFolder(id), { standing: why, place: join(workFolder, "removed") });
  }
}

/** Only a build of everything knows which atlases no longer have an input. */
export function isWhole({ keep, selection }: TakeOutOptions): boolean {
  return keep !== true && !selection?.models?.length && selection?.dataset === undefined;
}
