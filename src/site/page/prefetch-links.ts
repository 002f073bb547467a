/**
 * Fetches the pages that links lead to before they are followed: of a link that is pointed at or has the focus, and of links marked
 * `data-ahead` while they are in view. It listens for all links at once, and does nothing when a page gets new ones: a page of all
 * heads has thousands.
 */

/** A pointer that only passes fetches nothing. */
const REST_MS = 80;
/** How long links marked `data-ahead` must be in view. */
const SEEN_MS = 300;

const fetched = new Set<string>();

/** Runs once; pages that the router shows are part of it. */
export function prefetchLinks(): void {
  let pointed: Element | null = null;
  let timer = 0;
  const point = ({ type, target }: Event): void => {
    const link = type !== "focusout" && target instanceof Element ? target.closest("a") : null;
    if (link === pointed) return;
    pointed = link;
    clearTimeout(timer);
    if (link) timer = window.setTimeout(() => prefetch(link), REST_MS);
  };
  for (const type of ["mouseover", "focusin", "focusout"]) document.addEventListener(type, point);

  const seen = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      setTimeout(() => target.isConnected && prefetch(target), SEEN_MS);
    }
  });
  document.addEventListener("astro:page-load", () => {
    for (const link of document.querySelectorAll("a[data-ahead]")) seen.observe(link);
  });
}

/** Pages of this site only, each once, and none for readers who save data or have a slow line. */
function prefetch(link: Element): void {
  // Links in pictures have no address of this form.
  if (!(link instanceof HTMLAnchorElement) || !navigator.onLine) return;
  const { connection } = navigator as {
    readonly connection?: { readonly saveData: boolean; readonly effectiveType: string };
  };
  if (connection && (connection.saveData || connection.effectiveType.includes("2g"))) return;
  const address = link.href.replace(/#.*/, "");
  const isHere = link.pathname === location.pathname && link.search === location.search;
  // From disk, browsers fetch no page.
  if (link.protocol === "file:" || link.origin !== location.origin || isHere || fetched.has(address)) return;
  fetched.add(address);
  const hint = document.createElement("link");
  if (hint.relList.supports("prefetch")) {
    hint.rel = "prefetch";
    hint.href = address;
    document.head.append(hint);
  } else void fetch(address, { priority: "low" }).catch(() => undefined);
}
