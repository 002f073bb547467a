/** Goes to the page of another checkpoint by the page's own link, so that it works wherever links do. */

/** @param query Of the view there, with its `?`. */
export function goToStep(slug: string, query: string): void {
  const links = document.querySelectorAll<HTMLAnchorElement>("a[data-step]");
  const link = [...links].find(({ dataset }) => dataset["step"] === slug);
  if (!link) return;
  link.search = query;
  // The viewer may read the address before the router has changed it: the view in it is already the next one.
  history.replaceState(history.state, "", `${location.pathname}${query}`);
  // The slider is one place in the history, wherever it stands: Back leads to where the reader came from.
  link.dataset["astroHistory"] = "replace";
  // The router shows the top of a new page; to the reader, who still holds the slider, this one is not new.
  const { scrollX, scrollY } = window;
  const stay = (): void => window.scrollTo(scrollX, scrollY);
  document.addEventListener("astro:after-swap", stay, { once: true });
  link.click();
}
