/** The permanent address of the page, without the view: the canonical one, or else where it is read; undefined if that is a disk. */
export function pageAddress(): string | undefined {
  const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
  if (canonical !== undefined) return canonical;
  return location.protocol === "file:" ? undefined : location.href.replace(/[?#].*$/, "");
}

/**
 * An address on a disk leads nobody else there: a page of an offline copy is named by its place on the site,
 * `/tiny-gpt/stories/L3H0/?color=position`. Other addresses stay what they are.
 */
export function publicAddress(address: string): string {
  const root = window.headlandRoot;
  if (root === undefined || !address.startsWith(root)) return address;
  return `/${address.slice(root.length).replace(/index\.html(?=$|[?#])/, "")}`;
}
