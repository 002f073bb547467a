/** What a reader does on a map, timed in the page itself; and what the page holds in memory. */
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";

/** Brings a page to the front, and waits until what the page before has still to draw is drawn. */
export async function rest(page: Page): Promise<void> {
  await page.bringToFront();
  await page.waitForTimeout(1000);
}

/** CPU time so far of all processes of the browser. */
export async function cpuSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

/** Drags by a pixel or two every frame. @returns Times from frame to frame, in milliseconds. */
export async function pan(page: Page, selector: string, frames: number): Promise<number[]> {
  return page.evaluate(
    async ({ target, count }) => {
      const element = document.querySelector(target);
      if (!element) throw new Error(`${target} is missing.`);
      const box = element.getBoundingClientRect();
      const send = (type: string, at: number): void => {
        const [clientX, clientY] = [box.left + 200 + at, box.top + 200 + at / 2];
        const init = { clientX, clientY, button: 0, buttons: 1, bubbles: true, cancelable: true };
        element.dispatchEvent(new MouseEvent(type, init));
      };
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      send("mousedown", 0);
      const stamps = [await frame()];
      for (let i = 1; i <= count; i++) {
        // To and fro, so that the same points stay in sight.
        send("mousemove", i <= count / 2 ? i * 2 : (count - i) * 2);
        stamps.push(await frame());
      }
      send("mouseup", 0);
      return stamps.slice(1).map((stamp, i) => stamp - (stamps[i] ?? stamp));
    },
    { target: selector, count: frames },
  );
}

export interface Recolor {
  /** From the choice of a mode to the end of the next frame, in milliseconds. */
  readonly times: readonly number[];
  /** Whether that frame already shows the new colors. */
  readonly isNextFrame: boolean;
}

/** Changes between two color modes that need no file. */
export async function recolor(page: Page, modes: readonly [string, string], count: number): Promise<Recolor> {
  await page.bringToFront();
  return page.evaluate(
    async ({ names, rounds }) => {
      const select = document.querySelector<HTMLSelectElement>(".toolbar .field select");
      const gl = document.querySelector<HTMLCanvasElement>(".map .sigma-nodes")?.getContext("webgl2");
      if (!select || !gl) throw new Error("No map to recolor.");
      const sumOfPixels = (): number => {
        const pixels = new Uint8Array(gl.drawingBufferWidth * gl.drawingBufferHeight * 4);
        gl.readPixels(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
        return pixels.reduce((sum, value, i) => (sum + value * ((i % 251) + 1)) % 2 ** 40, 0);
      };
      const choose = async (name: string): Promise<{ ms: number; sum: number }> => {
        const start = performance.now();
        // As a reader's choice: React listens to what happens, not to what is set.
        Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value")?.set?.call(select, name);
        select.dispatchEvent(new Event("change", { bubbles: true }));
        await new Promise(requestAnimationFrame);
        // What WebGL was told is done only when something is read back.
        const one = new Uint8Array(4);
        gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);
        const ms = performance.now() - start;
        const sum = sumOfPixels();
        await new Promise((resolve) => setTimeout(resolve, 400));
        return { ms, sum };
      };
      const seen: { name: string; ms: number; sum: number }[] = [];
      for (let i = 0; i < rounds * 2; i++) {
        const name = names[i % 2] ?? "";
        seen.push({ name, ...(await choose(name)) });
      }
      // The first choice may be the one that is shown already.
      const later = seen.slice(2);
      const sums = names.map(
        (name) => new Set(later.filter((each) => each.name === name).map(({ sum }) => sum)),
      );
      const isNextFrame =
        sums.every((own) => own.size === 1) && [...(sums[0] ?? [])][0] !== [...(sums[1] ?? [])][0];
      return { times: later.map(({ ms }) => ms), isNextFrame };
    },
    { names: modes, rounds: count },
  );
}

/** Moves the pointer over the map. @returns Milliseconds of each move until the page has answered. */
export async function hover(page: Page, count: number): Promise<number[]> {
  await page.bringToFront();
  return page.evaluate(async (moves) => {
    const map = document.querySelector(".map");
    const box = map?.getBoundingClientRect();
    if (!map || !box) throw new Error("No map to point at.");
    const times: number[] = [];
    for (let i = 0; i < moves; i++) {
      const [clientX, clientY] = [
        box.left + box.width * (0.2 + 0.6 * ((i * 0.618) % 1)),
        box.top + box.height * (0.2 + 0.6 * ((i * 0.414) % 1)),
      ];
      const start = performance.now();
      map.dispatchEvent(
        new PointerEvent("pointermove", { clientX, clientY, bubbles: true, pointerType: "mouse" }),
      );
      // React answers in a microtask.
      await Promise.resolve();
      await Promise.resolve();
      times.push(performance.now() - start);
      await new Promise(requestAnimationFrame);
    }
    return times;
  }, count);
}

/** Memory that a page's own process holds, in MiB: JavaScript's heap, and all that is not shared with others. */
export async function memory(browser: Browser, page: Page): Promise<{ heap: number; process: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.enable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? NaN;
  const wide = await browser.newBrowserCDPSession();
  const { processInfo } = await wide.send("SystemInfo.getProcessInfo");
  const owns = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => anonymousMiB(id));
  return { heap: heap / 2 ** 20, process: Math.max(...owns) };
}

function anonymousMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? NaN) / 1024;
}
