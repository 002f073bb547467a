/** Checks the syntax of `source:`. */

/** `hub:org/name` with a branch, tag or commit behind an @; the oldest models have no organization. */
const HUB_SOURCE = /^hub:([A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9][\w.-]*(@[A-Za-z0-9][\w.-]*(\/[\w.-]+)*)?$/;

/** What Git allows in the name of a branch or tag, except what file systems do not. */
const REVISION = /^(?![-./])[^\s~^:?*[\]\\"<>|@\p{Cc}]+(?<![./])$/u;
const LONGEST_REVISION = 200;

/** A network address; a Windows drive has a single letter. */
const ADDRESS = /^(?:[a-z][a-z0-9+.-]+:\/\/|(?:hf|huggingface|https?):|git@)/i;

/** The page of a model. */
const MODEL_PAGE = /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/([\w.-]+\/[\w.-]+?)\/?$/i;

/** What the source of a model begins with whose queries and keys were captured elsewhere. */
export const VECTORS = "vectors:";

/** Files that hold such queries and keys. */
export const VECTOR_ENDINGS = [".npz", ".safetensors", ".parquet"] as const;

/** What the source of a model begins with of which there is a HeadVis tree: patterns and numbers, but no vectors. */
export const HEADVIS = "headvis:";

/** Whether a model brings its own sentences, so that it needs no dataset. */
export function bringsDataset(source: string): boolean {
  return source.startsWith(VECTORS) || source.startsWith(HEADVIS);
}

/** The rule that the source of a model or tokenizer breaks, as text for "expected"; undefined if it is valid. */
export function expectedModelSource(text: string): string | undefined {
  const prefix = [VECTORS, HEADVIS].find((each) => text.startsWith(each));
  if (prefix !== undefined) {
    const path = text.slice(prefix.length);
    const isElsewhere = ADDRESS.test(path) || path.startsWith("hub:");
    return isElsewhere
      ? `${prefix} with a path on this machine (download the files first)`
      : expectedPath(path);
  }
  if (text.startsWith("hub:")) {
    const isHub = HUB_SOURCE.test(text) && !text.includes("..");
    return isHub ? undefined : "hub:org/name or hub:org/name@revision";
  }
  if (!ADDRESS.test(text)) return expectedPath(text);
  const page = MODEL_PAGE.exec(text)?.[1];
  return page === undefined
    ? "hub:org/name for a model of the hub, or a path on this machine (download the files first)"
    : `hub:${page}`;
}

/** The rule that a branch, tag or commit of the hub breaks. */
export function expectedRevision(text: string): string | undefined {
  const isOne =
    REVISION.test(text) && !/\.\.|\/\/|\/\.|\.lock$/.test(text) && text.length <= LONGEST_REVISION;
  return isOne ? undefined : "the name of a branch or tag, or a commit";
}

/** The same for a dataset, which must be on this machine. */
export function expectedDatasetSource(text: string): string | undefined {
  const isElsewhere = ADDRESS.test(text) || text.startsWith("hub:");
  return isElsewhere ? "a path on this machine (download the files first)" : expectedPath(text);
}

function expectedPath(text: string): string | undefined {
  if (text.trim() !== text || text === "") return "a path without blanks around it";
  if (/^~[^/\\]/.test(text)) return "~/ for your home folder, or an absolute path";
  if (/^\$|^%\w+%/.test(text)) return "a plain path (variables are not expanded; ~/ is your home folder)";
  return undefined;
}
