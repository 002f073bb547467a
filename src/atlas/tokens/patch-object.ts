/** What a patch of a picture shows, by its labels. */

/** Labels that authors give to patches without an object. */
const NOTHING: ReadonlySet<string> = new Set(["", "none"]);
/** A patch with this label shows no object, whatever its other labels say of it. */
const BACKGROUND = "background";

/**
 * The same text for patches that show the same: all their labels are equal.
 *
 * @param labels A text per label of patches, in the same order for all patches; empty for none.
 * @returns null if the patch shows no object.
 */
export function patchObject(labels: readonly string[]): string | null {
  const texts = labels.map((label) => (NOTHING.has(label.toLowerCase()) ? "" : label));
  const isNone = texts.every((text) => text === "");
  return isNone || texts.some((text) => text.toLowerCase() === BACKGROUND) ? null : JSON.stringify(texts);
}
