/** What a reader does in the finder, with the mouse and the keys of a browser. */
import type { ElementHandle, Locator, Page } from "playwright-core";

export interface FinderAction {
  readonly name: string;
  /** The event with which the browser tells the page of it. */
  readonly begins: string;
  /** Brings the page to where it can be done, which is not measured. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** @returns Does it for the n-th time; what it needs to know of the page has been looked up before. */
  readonly ready: (page: Page, n: number) => Promise<() => Promise<unknown>>;
}

/** Done once: the second time, the page has everything already. */
export const OPENING: FinderAction = {
  name: "opening",
  begins: "click",
  ready: async (page) => {
    const act = await pressing(page, page.getByRole("button", { name: "Find heads" }));
    return async () => {
      await act();
      await page.locator(".finder-table tr[data-place]").first().waitFor();
    };
  },
};

/** In the order in which a reader may do them. */
export function finderActions(): readonly FinderAction[] {
  return [
    {
      name: "a letter of a name",
      begins: "input",
      prepare: (page) => page.locator(".head-finder input[type=search]").focus(),
      ready: typing(["L", "1", "2", "Backspace", "Backspace", "Backspace"]),
    },
    {
      name: "a letter of what heads do",
      begins: "input",
      prepare: (page) => page.locator(".head-finder input[type=search]").fill(""),
      ready: typing(["i", "n", "d", "Backspace", "Backspace", "Backspace"]),
    },
    { name: "a tower", begins: "change", ready: choosing("Tower", 3) },
    { name: "a role", begins: "change", ready: choosing("Role", 4) },
    { name: "a range added", begins: "change", ready: choosing("Add a range", 20, 2) },
    {
      name: "a digit of a range",
      begins: "input",
      prepare: rangeOf("measure-2"),
      ready: typing(["0", ".", "2", "Backspace", "3", "Backspace", "Backspace", "Backspace"]),
    },
    {
      name: "a digit of a range of layers",
      begins: "input",
      prepare: rangeOf("layer"),
      ready: typing(["1", "5", "Backspace", "2", "Backspace", "Backspace"]),
    },
    {
      name: "all heads again",
      begins: "click",
      ready: async (page) => {
        const all = page.getByRole("button", { name: "Show all" });
        if (!(await all.isVisible())) await page.locator(".head-finder input[type=search]").fill("L12");
        return pressing(page, all);
      },
    },
    {
      name: "a column to sort by",
      begins: "click",
      ready: (page, n) => pressing(page, page.locator(".finder-table thead button").nth(n % 5)),
    },
    { name: "another group of columns", begins: "change", ready: choosing("Columns", 3) },
    { name: "another measure upwards", begins: "change", ready: choosing("Up", 20, 1) },
    { name: "another measure to the right", begins: "change", ready: choosing("Right", 20, 1) },
    { name: "another color", begins: "change", ready: choosing("Color", 12) },
    {
      name: "a step of drawing a rectangle",
      begins: "pointermove",
      prepare: async (page) => {
        await page.mouse.move(...(await inScatter(page, 0.2, 0.2)));
        await page.mouse.down();
        await page.mouse.move(...(await inScatter(page, 0.3, 0.3)));
      },
      ready: async (page, n) => {
        const at = await inScatter(page, 0.4 + (n % 5) / 10, 0.5 + (n % 4) / 10);
        return () => page.mouse.move(...at);
      },
    },
    {
      name: "a rectangle",
      begins: "pointerup",
      ready: async (page, n) => {
        await page.mouse.up();
        await page.mouse.move(...(await inScatter(page, 0.15 + (n % 7) / 100, 0.1)));
        await page.mouse.down();
        await page.mouse.move(...(await inScatter(page, 0.6, 0.7)));
        return () => page.mouse.up();
      },
    },
    {
      name: "pointing at a dot",
      begins: "pointermove",
      ready: async (page, n) => {
        const at = await inScatter(page, 0.12 + ((n * 7) % 31) / 40, 0.95 - ((n * 11) % 29) / 40);
        return () => page.mouse.move(...at);
      },
    },
    {
      name: "pointing at a row",
      begins: "pointermove",
      ready: async (page, n) => {
        const at = await centerOf(
          page.locator(".finder-table tr[data-place] td.does").nth(1 + ((n * 3) % 7)),
        );
        return () => page.mouse.move(...at);
      },
    },
    {
      name: "a turn of the wheel",
      begins: "scroll",
      prepare: async (page) => page.mouse.move(...(await centerOf(page.locator(".finder-table")))),
      ready: (page, n) => Promise.resolve(() => page.mouse.wheel(0, n % 8 === 7 ? -900 : 240)),
    },
    {
      name: "a row further by key",
      begins: "keydown",
      prepare: (page) => page.locator(".finder-table tr[data-place] a[tabindex='0']").focus(),
      ready: typing(["ArrowDown"]),
    },
    { name: "a page further by key", begins: "keydown", ready: typing(["PageDown"]) },
    {
      name: "to the last or the first row by key",
      begins: "keydown",
      prepare: (page) => page.locator(".finder-table tr[data-place] a[tabindex='0']").focus(),
      ready: typing(["End", "Home"]),
    },
    {
      name: "the same with all measures as columns",
      begins: "keydown",
      prepare: async (page) => {
        await page.locator(".head-finder select", { hasText: "All measures" }).selectOption("all");
        await page.locator(".finder-table tr[data-place] a[tabindex='0']").focus();
      },
      ready: typing(["End", "Home"]),
    },
  ];
}

/** Types these keys in turn. */
function typing(keys: readonly string[]): FinderAction["ready"] {
  return (page, n) => Promise.resolve(() => page.keyboard.press(keys[n % keys.length]!));
}

/** Chooses one of `most` options after the other. @param first Options before it are left alone. */
function choosing(label: string, most: number, first = 0): FinderAction["ready"] {
  return async (page, n) => {
    const field = page.locator(".head-finder label.field", {
      has: page.locator("span", { hasText: new RegExp(`^${label}`) }),
    });
    const select = field.locator("select");
    const element = (await select.elementHandle()) as ElementHandle<HTMLSelectElement>;
    const count = await element.evaluate(({ options }) => options.length);
    const index = first + ((n + 1) % Math.min(most, count - first));
    return () =>
      element.evaluate((box, at) => {
        box.selectedIndex = at;
        box.dispatchEvent(new Event("change", { bubbles: true }));
      }, index);
  };
}

/** Adds a range that is open below, and puts the cursor there. */
function rangeOf(id: string): NonNullable<FinderAction["prepare"]> {
  return async (page) => {
    await page.locator(".head-finder select", { hasText: "Add a range" }).selectOption(id);
    const from = page.getByLabel("from", { exact: true });
    await from.fill("");
    await from.focus();
  };
}

/** Presses the mouse there; releasing it is the click. */
async function pressing(page: Page, button: Locator): Promise<() => Promise<unknown>> {
  await page.mouse.move(...(await centerOf(button)));
  await page.mouse.down();
  return () => page.mouse.up();
}

async function centerOf(element: Locator): Promise<[x: number, y: number]> {
  const box = await element.boundingBox();
  if (box === null) throw new Error("Nothing to point at.");
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** A place of the scatter, as shares of its width and height. */
async function inScatter(page: Page, right: number, down: number): Promise<[x: number, y: number]> {
  const box = await page.locator(".finder-scatter canvas").last().boundingBox();
  if (box === null) throw new Error("The finder has no scatter.");
  return [box.x + right * box.width, box.y + down * box.height];
}
