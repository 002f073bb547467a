/**
 * The browser's part of pages without style attributes. The build makes them rules of the page's own style sheet
 * (`src/integration/strict`). Here they become styles of their elements again: scripts that change such a style find it where they
 * expect it, and the router need not wait for the sheet of the next page.
 */

/** Runs once; pages that the router fetches are changed before they are shown. */
export function restoreStyles(): void {
  restore(document);
  document.addEventListener("astro:before-preparation", (event) => {
    const { loader } = event;
    event.loader = async (): Promise<void> => {
      await loader();
      restore(event.newDocument);
      // The policy holds already, and the sheet has nothing left to say.
      for (const part of event.newDocument.querySelectorAll("meta[http-equiv], link[data-own]"))
        part.remove();
    };
  });
}

/** What a script has set meanwhile stays. */
function restore(page: Document): void {
  const read = page.createElement("i").style;
  for (const element of page.querySelectorAll<HTMLElement>("[data-style]")) {
    read.cssText = element.dataset["style"] ?? "";
    for (const name of read)
      if (element.style.getPropertyValue(name) === "")
        element.style.setProperty(name, read.getPropertyValue(name), read.getPropertyPriority(name));
    delete element.dataset["style"];
  }
}
