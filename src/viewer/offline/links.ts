/** Links of an offline copy. */

/** The head's page; its viewer keeps its view from head to head. */
const HEAD_PAGE = /\/[a-z0-9._-]+\/[a-z0-9._-]+\/(?:[a-z][a-z0-9]*-)?L\d+H\d+\/index\.html$/;

/**
 * The address that a link leads to from disk: that of the page's file, since a browser would list a folder. On a server, the
 * viewer keeps its view while the reader goes from head to head; from disk every page is loaded anew, so that the address
 * carries the view.
 *
 * @param target Of a link, absolute. @param here Address of the page that has the link.
 */
export function addressFromDisk(target: string, here: string): string {
  const url = new URL(target);
  if (url.pathname.endsWith("/")) url.pathname += "index.html";
  const isNextHead = HEAD_PAGE.test(url.pathname) && HEAD_PAGE.test(new URL(here).pathname);
  if (isNextHead && url.search === "") url.search = new URL(here).search;
  return url.href;
}

/**
 * Completes each link before the browser follows it, opens it in another tab or copies it. A link that is no place of its own in
 * the history (`data-astro-history="replace"`) is followed here, as the router does on a server.
 *
 * @param root The copy's folder.
 */
export function completeLinks(root: string): void {
  const complete = (event: Event): void => {
    const { target } = event;
    const link =
      target instanceof Element ? target.closest<HTMLAnchorElement | SVGAElement>("a[href]") : null;
    if (link === null || link.hasAttribute("download")) return;
    const written = link.getAttribute("href") ?? "";
    // A place on this page, or no address at all. Links in pictures have no whole address of their own.
    if (written.startsWith("#") || !URL.canParse(written, document.baseURI)) return;
    const { href } = new URL(written, document.baseURI);
    if (!href.startsWith(root)) return;
    const address = addressFromDisk(href, location.href);
    if (address !== href) link.setAttribute("href", address);
    if (event.type !== "click" || link.dataset["astroHistory"] !== "replace") return;
    event.preventDefault();
    location.replace(address);
  };
  for (const type of ["click", "auxclick", "contextmenu"])
    document.addEventListener(type, complete, { capture: true });
}
