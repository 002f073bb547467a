/** Makes a folder that opens from disk of a site that was built for `OFFLINE_BASE`. */
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { bundleCode, bundleFile } from "./bundle-code.ts";
import { dataScript, isAskedFor } from "./data-script.ts";
import { hostedAddresses, relativeAddresses } from "./relative-address.ts";
import { classicScript, CODE_SCRIPT, rewritePage, START_SCRIPT } from "./rewrite-page.ts";

export interface OfflineOptions {
  /** The built site. */
  readonly site: string;
  /** Headland's own folder. */
  readonly packageRoot: string;
  /** Where the copy goes; it is replaced whole. */
  readonly to: string;
  /** Base path of the hosted site. */
  readonly hostedBase: string;
}

/** Scripts of the site; workers stay files that are asked for. */
const isScript = (path: string): boolean => /^_astro\/.*\.js$/.test(path) && !isAskedFor(path);
/** What only a server, or a program on the network, asks for. */
const OF_SERVERS = /^(?:404\.html|robots\.txt|sitemap[^/]*\.xml|_headers|_redirects|\.nojekyll|CNAME)$/;
/** Texts that name addresses of the site. */
const HAS_ADDRESSES = /\.(?:xml|txt|md|json|jsonld|cff)$/;

/** @returns Paths of the copy's files, sorted, with slashes. */
export async function makeOffline(options: OfflineOptions): Promise<string[]> {
  const { site, packageRoot, to, hostedBase } = options;
  const files = (await filesIn(site)).filter((path) => !OF_SERVERS.test(path));
  const pages = new Set(files.filter((path) => /(?:^|\/)index\.html$/.test(path)).map(folderOf));
  const isPage = (folder: string): boolean => pages.has(folder);
  const inline = new Map<string, string>();
  const making = `${to}.new`;
  await rm(making, { recursive: true, force: true });
  const put = async (path: string, content: string | Buffer): Promise<void> => {
    await mkdir(dirname(join(making, path)), { recursive: true });
    await writeFile(join(making, path), content);
  };
  const classic = new Set<string>();
  for (const path of files) {
    if (isScript(path)) continue;
    if (path.endsWith(".html")) {
      const page = rewritePage(await readFile(join(site, path), "utf8"), { path, hostedBase, isPage });
      page.inlineModules.forEach((code, name) => inline.set(name, code));
      page.scripts.forEach((script) => classic.add(script));
      await put(path, page.html);
      if (isAskedFor(path)) await put(`${path}.js`, dataScript(path, Buffer.from(page.html)));
    } else if (path.endsWith(".css"))
      await put(
        path,
        await withFonts(
          relativeAddresses(await readFile(join(site, path), "utf8"), path, isPage),
          join(site, path),
        ),
      );
    else await copyFile(path);
  }
  for (const path of classic) await put(path, classicScript(await readFile(join(site, path), "utf8")));
  await put(START_SCRIPT, await bundleFile(join(packageRoot, "src/viewer/offline/start.ts")));
  await put(
    CODE_SCRIPT,
    await bundleCode({ site, files: files.filter((path) => isScript(path) && !classic.has(path)), inline }),
  );
  await rm(to, { recursive: true, force: true });
  await rename(making, to);
  return await filesIn(to);

  async function copyFile(path: string): Promise<void> {
    const isAtlas = path.startsWith("atlas/");
    if (!isAskedFor(path) && (isAtlas || !HAS_ADDRESSES.test(path))) {
      await mkdir(dirname(join(making, path)), { recursive: true });
      await cp(join(site, path), join(making, path));
      return;
    }
    const bytes = await readFile(join(site, path));
    // Files of an atlas have digests, and name no address of the site.
    const content =
      isAtlas || !HAS_ADDRESSES.test(path)
        ? bytes
        : Buffer.from(hostedAddresses(bytes.toString("utf8"), hostedBase));
    await put(path, content);
    if (isAskedFor(path)) await put(`${path}.js`, dataScript(path, content));
  }
}

const FONT = /url\((?:"|')?([^"')]+\.woff2)(?:"|')?\)/g;

/** Puts fonts into the styles, because browsers load none from disk; they are there from the start. */
async function withFonts(css: string, file: string): Promise<string> {
  let written = css.replaceAll("font-display:optional", "font-display:block");
  for (const [whole, address = ""] of css.matchAll(FONT)) {
    const font = await readFile(join(dirname(file), address));
    written = written.replace(whole, `url(data:font/woff2;base64,${font.toString("base64")})`);
  }
  return written;
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, "/"))
    .sort();
}

/** `a/b/index.html` → `a/b` */
function folderOf(path: string): string {
  return path.includes("/") ? dirname(path) : "";
}
