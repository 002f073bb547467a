/**
 * The first script of every page of an offline copy. Browsers load neither modules nor data from disk. This script therefore
 * answers `fetch` with files that lie beside it as scripts, and runs the site's modules from one classic script, `code.js`.
 */
import { Disk } from "./disk.ts";
import { showWithFonts } from "./fonts.ts";
import { completeLinks } from "./links.ts";

/** Modules by their path below the copy's folder; each runs when it is first asked for. */
export type Modules = Readonly<Record<string, () => Promise<unknown>>>;

declare global {
  interface Window {
    /** Address of the copy's folder, ending in a slash; the code asks for it in place of the site's base path. */
    headlandRoot?: string;
    /** In place of `import.meta.url`. */
    headlandScript?: string;
    /** In place of `import()`. */
    headlandImport?: (address: string) => Promise<unknown>;
    /** Called by `code.js`. */
    headlandCode?: (modules: Modules) => void;
  }
}

const own = document.currentScript as HTMLScriptElement;
const root = new URL("..", own.src).href;
const disk = new Disk(root);

window.headlandRoot = root;
window.headlandScript = own.src;
window.headlandData = disk.receive;
window.headlandPicture = async (address) => {
  const path = disk.pathOf(address);
  return (path === undefined ? null : await disk.dataUrl(path)) ?? address;
};

const fetchElsewhere = window.fetch.bind(window);
window.fetch = (input, init) => {
  const path = disk.pathOf(input instanceof Request ? input.url : String(input));
  return path === undefined ? fetchElsewhere(input, init) : disk.respond(path);
};

const modules = new Promise<Modules>((resolve) => {
  window.headlandCode = resolve;
});
const imported = async (path: string): Promise<unknown> => {
  const load = (await modules)[path];
  if (load === undefined) throw new Error(`${path} is not part of this copy.`);
  return await load();
};
window.headlandImport = async (address) => await imported(disk.pathOf(address) ?? address);

// Styles of parts that are loaded later: from disk, no file may be requested as from another origin.
Object.defineProperty(HTMLLinkElement.prototype, "crossOrigin", { get: () => null, set: () => undefined });
completeLinks(root);

const code = document.createElement("script");
code.src = new URL("code.js", own.src).href;
document.head.append(code);

showWithFonts();

/** As modules do, in the page's order, after the page is read. */
async function run(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    // One module that fails keeps no other from running.
    await imported(path).catch((error: unknown) => reportError(error));
  }
}
const paths = (own.dataset["run"] ?? "").split(" ").filter(Boolean);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => void run(paths));
else void run(paths);
