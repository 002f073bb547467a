/** What a model or a dataset may be called: its name is a folder on every system, and a segment of addresses on every host. */

/** Lower-case words joined by `-`, `.` or `_`. */
export const SLUG = /^[a-z0-9]+(?:[-._][a-z0-9]+)*$/;

/** In characters; locks are called after both names, and a file's name has 255 at most. */
const LONGEST_SLUG = 80;

/** Windows has no files of these names, whatever ending they have. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** A host takes a folder of such a name for a file, or has a file of that name already. */
const FILE_OF_A_SITE = /\.(?:html?|js|css|json|xml|txt|map|wasm|svg|png|jpe?g|webp|ico)$/;

/** First segments of addresses that the site has without any model. */
const SEGMENTS_OF_THE_SITE: readonly string[] = ["404", "atlas", "guides"];

/** What is expected in place of this name of a dataset, in words that stand behind "expected"; undefined if it is a good one. */
export function expectedSlug(name: string): string | undefined {
  if (!SLUG.test(name)) return "lower-case letters, digits and single - . _ between them";
  if (name.length > LONGEST_SLUG) return `at most ${LONGEST_SLUG} characters`;
  if (DEVICE.test(name)) return "a name that Windows does not keep for a device";
  if (FILE_OF_A_SITE.test(name)) return "a name that does not end like a file of a site";
  return undefined;
}

/** The same for a model, whose name is the first segment of an address. */
export function expectedModelSlug(name: string): string | undefined {
  const isTaken = SEGMENTS_OF_THE_SITE.includes(name);
  return isTaken ? `another name: pages of the site stand below /${name}/` : expectedSlug(name);
}
