/** What an action of a reader costs: time until the frame that shows its result, and work of the page's process. */
import type { CDPSession, Page } from "playwright-core";
import type { FinderAction } from "./finder-actions.ts";

export interface Costs {
  /** From the browser's event to the end of the frame that shows its result, in milliseconds. */
  readonly wallMs: readonly number[];
  /** Work of the main thread, in milliseconds of its own clock, with what the page does a moment later. */
  readonly mainMs: readonly number[];
  /** Work of all threads of the page's process, on average. */
  readonly processMs: number;
}

/** The address follows a quarter of a second later, and is part of the work. */
const SETTLED_MS = 320;

export async function timeAction(page: Page, action: FinderAction, rounds: number): Promise<Costs> {
  const pages = await page.context().newCDPSession(page);
  const browser = await page.context().browser()!.newBrowserCDPSession();
  // Of the thread's own clock: a busy machine makes it no longer.
  await pages.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.bringToFront();
  await action.prepare?.(page);
  const [wallMs, mainMs]: [number[], number[]] = [[], []];
  let processMs = 0;
  for (let n = 0; n < rounds; n++) {
    const act = await action.ready(page, n);
    await page.waitForTimeout(SETTLED_MS);
    const shown = await watch(page, action.begins);
    const [main, all] = [await mainSeconds(pages), await processSeconds(browser)];
    await act();
    await page.waitForTimeout(SETTLED_MS);
    mainMs.push(((await mainSeconds(pages)) - main) * 1000);
    processMs += (((await processSeconds(browser)) - all) * 1000) / rounds;
    wallMs.push(await shown());
  }
  await pages.detach();
  await browser.detach();
  return { wallMs, mainMs, processMs };
}

/** @returns Milliseconds from the next event of a kind to the end of the frame after it. */
async function watch(page: Page, type: string): Promise<() => Promise<number>> {
  const times = await page.evaluateHandle((kind) => {
    const found = { ms: new Promise<number>(() => undefined) };
    found.ms = new Promise((resolve) => {
      const options = { capture: true, once: true };
      const onEvent = ({ timeStamp }: Event): void => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - timeStamp);
          port2.postMessage(0);
        });
      };
      window.addEventListener(kind, onEvent, options);
    });
    return found;
  }, type);
  return () => times.evaluate(({ ms }) => ms);
}

async function mainSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
}

/** Of the page's process, with all its threads. */
async function processSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.reduce((sum, { type, cpuTime }) => sum + (type === "renderer" ? cpuTime : 0), 0);
}
