/** The page of unknown addresses, in the browser: offers the nearest pages, and opens a head by its name. */
import { navigate } from "astro:transitions/client";
import { formatHead } from "../../atlas/head/head-id.ts";
import { findHead, nearestPages, readHeadName, type AtlasPages, type NearPage } from "./nearest-pages.ts";

/** Shows what only a script can offer. An address that somebody made up is never part of a link. */
export function helpFindPages(): void {
  const root = document.querySelector<HTMLElement>("[data-not-found]");
  if (root === null) return;
  const { base = "/", pages = "[]" } = root.dataset;
  const atlases = JSON.parse(pages) as AtlasPages[];
  const section = root.querySelector<HTMLElement>("[data-near]");
  // The page itself shows the section if it stands for another address.
  const near =
    section === null || section.hidden ? [] : nearestPages(location.pathname.replace(base, ""), atlases);
  if (section?.hidden === false) showNear(section, near, base);
  const form = root.querySelector<HTMLFormElement>("[data-head-field]");
  if (form === null) return;
  const [input, choice] = [form.querySelector("input")!, form.querySelector("select")!];
  const nearest = atlases.findIndex(({ folder }) => near[0]?.path.startsWith(`${folder}/`));
  if (nearest > 0) choice.value = String(nearest);
  form.addEventListener("input", () => say(form, ""));
  // In the capture phase, before Astro's router would submit the form.
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) return;
      event.preventDefault();
      const atlas = atlases[Number(choice.value)]!;
      const wanted = readHeadName(input.value);
      const head = wanted && findHead(wanted, atlas);
      if (head) return void navigate(`${base}${atlas.folder}/${formatHead(head)}/`);
      input.focus();
      say(
        form,
        wanted
          ? `${atlas.title} has ${rangesOf(atlas)}.`
          : "Write a head like L0H0: its layer and its number.",
      );
    },
    { capture: true },
  );
}

function showNear(section: HTMLElement, near: readonly NearPage[], base: string): void {
  const items = near.map(({ path, title }) => {
    const [item, link] = [document.createElement("li"), document.createElement("a")];
    link.href = `${base}${path}`;
    link.textContent = title;
    item.append(link);
    return item;
  });
  const none = document.createElement("li");
  none.textContent = "No page of this site has an address like it.";
  section.querySelector("ul")?.replaceChildren(...(items.length > 0 ? items : [none]));
}

/** `layers 0 to 3 with heads 0 to 11`, per tower. */
function rangesOf({ towers }: AtlasPages): string {
  return towers
    .map(({ name, heads }) => {
      const range = (n: number, one: string): string => (n === 1 ? `${one} 0` : `${one}s 0 to ${n - 1}`);
      const own = `${range(heads.length, "layer")} with ${range(Math.max(...heads), "head")}`;
      return name === undefined ? own : `${name}: ${own}`;
    })
    .join("; ");
}

function say(form: HTMLFormElement, problem: string): void {
  const place = form.querySelector("[role=alert]");
  if (place) place.textContent = problem;
}
