/** A page that plays a notebook: it hands the built widget a model as anywidget does, and shows it in outputs. */
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "tsdown";
import { widgetConfig } from "../../tsdown.widget.ts";
import { ROOT } from "./build-site.ts";

/** What the page's own script keeps for tests. */
interface Host {
  /** Shows a widget in a new output. @returns Its number. */
  readonly show: (traits: Readonly<Record<string, unknown>>) => Promise<number>;
  readonly set: (output: number, name: string, value: unknown) => void;
  readonly get: (output: number, name: string) => unknown;
  /** How often the widget has saved changes. */
  readonly nSaves: (output: number) => number;
  readonly nListeners: (output: number) => number;
  readonly close: (output: number) => void;
}

declare global {
  interface Window {
    notebook: Host;
  }
}

/** @returns The widget as `prepack` builds it. */
export async function buildWidget(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), "headland-widget-"));
  await build({ ...widgetConfig, config: false, cwd: ROOT, outDir, logLevel: "error" });
  return readFile(join(outDir, "widget.js"), "utf8");
}

/** A model with Backbone's ways: a listener hears of a change at once, and only of a change. */
const SCRIPT = `
import widget from "./widget.js";
const outputs = [];
class Model {
  #values; #listeners = new Map(); nSaves = 0;
  constructor(values) { this.#values = { ...values }; }
  get(name) { return this.#values[name]; }
  set(name, value) {
    if (this.#values[name] === value) return;
    this.#values[name] = value;
    for (const listener of [...(this.#listeners.get("change:" + name) ?? [])]) listener();
  }
  save_changes() { this.nSaves++; }
  on(event, listener) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(listener);
  }
  off(event, listener) { this.#listeners.get(event)?.delete(listener); }
  get nListeners() { return [...this.#listeners.values()].reduce((sum, { size }) => sum + size, 0); }
}
window.notebook = {
  async show(traits) {
    const files = traits.files && Object.fromEntries(Object.entries(traits.files).map(([name, text]) =>
      [name, new DataView(new TextEncoder().encode(text).buffer)]));
    const model = new Model({ ...traits, files });
    const el = document.querySelector("#outputs").appendChild(document.createElement("div"));
    outputs.push({ model, el, cleanup: await widget.render({ model, el }) });
    return outputs.length - 1;
  },
  set: (output, name, value) => outputs[output].model.set(name, value),
  get: (output, name) => outputs[output].model.get(name),
  nSaves: (output) => outputs[output].model.nSaves,
  nListeners: (output) => outputs[output].model.nListeners,
  close(output) { outputs[output].cleanup(); },
};
`;
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notebook</title>
<body><h1>Notebook</h1><h2>A heading of the page</h2><button type="button" class="map">A button</button><div id="outputs"></div>
<script type="module">${SCRIPT}</script></body></html>`;

export interface Notebook {
  readonly page: Page;
  /** Errors and warnings of the page. */
  readonly problems: string[];
  /** Addresses of the files that it has asked for, without its own. */
  readonly requests: string[];
  /** Shows a widget, and waits until its map is there. */
  readonly show: (traits: Readonly<Record<string, unknown>>) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** @param address Of a site; the notebook is a page beside it. @param dark Whether the system is dark. */
export async function openNotebook(
  browser: Browser,
  address: string,
  script: string,
  dark = false,
): Promise<Notebook> {
  const context = await browser.newContext({ colorScheme: dark ? "dark" : "light" });
  const page = await context.newPage();
  const [problems, requests]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    // The browser of the tests reads what software WebGL has drawn, to paint the page with it (browser.ts).
    const isOfBrowser = /GL Driver Message .*GPU stall due to ReadPixels/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isOfBrowser) problems.push(message.text());
  });
  page.on("pageerror", ({ message }) => problems.push(message));
  page.on("request", (request) => requests.push(request.url()));
  await page.route("**/notebook/", (route) => route.fulfill({ contentType: "text/html", body: PAGE }));
  await page.route("**/notebook/widget.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: script }),
  );
  await page.goto(`${address}notebook/`);
  await page.waitForFunction(() => "notebook" in window);
  requests.length = 0;
  const show = async (traits: Readonly<Record<string, unknown>>): Promise<number> => {
    const output = await page.evaluate((values) => window.notebook.show(values), traits);
    await page.locator("#outputs > div").nth(output).locator('.widget[data-state="ready"]').waitFor();
    return output;
  };
  return { page, problems, requests, show, close: () => context.close() };
}
