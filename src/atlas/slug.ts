/** Valid names of models and datasets: a name is a folder on every system, and a segment of addresses on every host. */

/** Lower-case words joined by `-`, `.` or `_`. */
export const SLUG = /^[a-z0-9]+(?:[-._][a-z0-9]+)*$/;

/** In characters. Lock files contain both names, and the name of a file has at most 255. */
const LONGEST_SLUG = 80;

/** Names that Windows does not allow for files, with any extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/** A host may treat a folder with such a name as a file, or already have a file of that name. */
const FILE_OF_A_SITE = /\.(?:html?|js|css|json|xml|txt|map|wasm|svg|png|jpe?g|webp|ico)$/;

/** First segments of the site's own addresses. */
const SEGMENTS_OF_THE_SITE: readonly string[] = [
  "404",
  "atlas",
  "claims",
  "compare",
  "embed",
  "guides",
  "heads",
  "measures",
  "species",
];

/** The rule that a dataset's name breaks, as text for "expected"; undefined if the name is valid. */
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
