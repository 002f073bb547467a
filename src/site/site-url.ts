/** Full addresses, for what is read outside of the site's own pages. */

/**
 * @param site The address of the host, where the site knows it.
 * @returns Gives the full address of a path, or the path itself where the host is not known.
 */
export function absoluteIn(site: URL | undefined): (path: string) => string {
  return (path) => (site ? new URL(path, site).href : path);
}
