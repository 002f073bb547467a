/**
 * For browser tests that read an offline copy. Tests need not know that its pages have addresses on a disk, which name a file, nor
 * that its data come as scripts: to them, the copy is a site at `DISK`.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page, Route } from "playwright-core";
import { dataScript } from "../../src/offline/data-script.ts";

/** Address of the copy for tests. */
export const DISK = "http://disk.test/";
/** Where the copy is. */
export const DISK_FOLDER = join(import.meta.dirname, "../../.headland/sites/root");
/** Whether the browser tests read the copy in place of a served site. */
export const IS_FROM_DISK = process.env["HEADLAND_TEST_SITE"] === "offline";
const ROOT_ADDRESS = `${pathToFileURL(DISK_FOLDER).href}/`;

export async function fromDisk(page: Page): Promise<void> {
  // The browser asks us for files of a page only if it had to when the page was opened; tests spoil files later, too.
  await page.route("**/no-such-file", (unasked) => unasked.continue());
  const [goto, url, waitForURL] = [page.goto.bind(page), page.url.bind(page), page.waitForURL.bind(page)];
  const [route, unroute, waitForResponse] = [
    page.route.bind(page),
    page.unroute.bind(page),
    page.waitForResponse.bind(page),
  ];
  page.goto = (address, options) => goto(withFile(address), options);
  page.url = () => withoutFile(url());
  page.waitForURL = (wanted, options) =>
    waitForURL((at) => {
      const plain = withoutFile(at.href);
      if (typeof wanted === "function") return wanted(new URL(plain));
      return (typeof wanted === "string" ? globPattern(wanted) : wanted).test(plain);
    }, options);
  page.route = (where, answer, options) =>
    route(
      typeof where === "string" ? asScript(where) : where,
      async (real, request) => {
        await answer(typeof where === "string" && isData(where) ? asData(real) : real, request);
      },
      options,
    );
  page.unroute = (where, answer) => unroute(typeof where === "string" ? asScript(where) : where, answer);
  page.waitForResponse = (where, options) =>
    waitForResponse(typeof where === "string" ? asScript(where) : where, options);
}

/** `http://disk.test/a/?b=c` → `file:///…/a/index.html?b=c` */
function withFile(address: string): string {
  return address.startsWith(DISK) ? onDisk(address).replace(/\/(?=$|[?#])/, "/index.html") : address;
}

/** `file:///…/a/index.html?b=c` → `http://disk.test/a/?b=c`; any other address stays what it is. */
export function withoutFile(address: string): string {
  const plain = address.replace(/\/index\.html(?=$|[?#])/, "/");
  return plain.startsWith(ROOT_ADDRESS) ? DISK + plain.slice(ROOT_ADDRESS.length) : plain;
}

function onDisk(address: string): string {
  return address.startsWith(DISK) ? ROOT_ADDRESS + address.slice(DISK.length) : address;
}

const isData = (glob: string): boolean => glob.endsWith(".json");

/** `**\/tokens.json` → its script. */
function asScript(glob: string): string {
  return isData(glob) ? `${onDisk(glob)}.js` : onDisk(glob);
}

/** A server's answers, as a disk gives them: the file in a script, or no file. */
function asData(route: Route): Route {
  const fulfill = route.fulfill.bind(route);
  route.fulfill = async ({ status = 200, body = "", ...rest } = {}) => {
    if (status >= 400) return route.abort();
    const path = decodeURIComponent(/atlas\/.*(?=\.js$)/.exec(route.request().url())?.[0] ?? "");
    return fulfill({ ...rest, status, body: dataScript(path, Buffer.from(body)) });
  };
  return route;
}

/** A pattern of Playwright's, which may have `**` and `*`. */
function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `^${escaped.replace(/\*\*/g, "\u0000").replace(/\*/g, "[^/]*").replaceAll("\u0000", ".*")}$`,
  );
}

const fetchFromServer = globalThis.fetch;

if (IS_FROM_DISK)
  globalThis.fetch = async (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    if (!address.startsWith(DISK)) return fetchFromServer(input, init);
    const bytes = await readFile(new URL(withFile(address).replace(/[?#].*$/, ""))).catch(() => undefined);
    return bytes === undefined
      ? new Response(null, { status: 404 })
      : new Response(bytes, { headers: { "content-type": "text/html; charset=utf-8" } });
  };
