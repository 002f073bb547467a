import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { describe, expect, it, onTestFinished } from "vitest";
import type { PatternAnswer } from "#drawing/search/match-pattern.ts";
import { PatternRunner, type PatternWorker } from "#viewer/search/pattern-runner.ts";

const ENTRY = new URL("../../../../src/viewer/search/pattern-worker.ts", import.meta.url);
/** What a browser's worker has, for the same program in a thread of Node. */
const AS_IN_A_BROWSER = `
  const { parentPort } = require("node:worker_threads");
  globalThis.self = globalThis;
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  parentPort.on("message", (data) => globalThis.onmessage({ data }));
  import(${JSON.stringify(ENTRY.href)});
`;

/** Threads that were started, and what each was sent. */
interface Threads {
  readonly all: Worker[];
  readonly sent: unknown[];
}

function runnerOn(threads: Threads, limitMs?: number): PatternRunner {
  return new PatternRunner(async () => {
    const thread = new Worker(AS_IN_A_BROWSER, { eval: true });
    threads.all.push(thread);
    await once(thread, "message");
    const worker: PatternWorker = {
      onmessage: null,
      onerror: null,
      postMessage: (asked) => {
        threads.sent.push(asked);
        thread.postMessage(asked);
      },
      terminate: () => void thread.terminate(),
    };
    thread.on("message", (data: PatternAnswer) => worker.onmessage?.(new MessageEvent("message", { data })));
    return worker;
  }, limitMs);
}

function threadsOfTest(): Threads {
  const threads: Threads = { all: [], sent: [] };
  onTestFinished(async () => {
    for (const thread of threads.all) await thread.terminate();
  });
  return threads;
}

const TEXTS = ["the", "then", "a"];
const ENDLESS = { source: "^(a+)+$", flags: "" };
const HOSTILE = [`${"a".repeat(60)}!`];
const never = new AbortController().signal;

describe("PatternRunner", () => {
  it("answers one question after the other in one worker, which is sent the texts once", async () => {
    const threads = threadsOfTest();
    const runner = runnerOn(threads);
    const ask = (source: string, texts: readonly string[]) => runner.run({ source, flags: "" }, texts, never);
    expect(await ask("^th", TEXTS)).toEqual({ isMatch: Uint8Array.of(1, 1, 0), problem: null });
    expect(await ask("n$", TEXTS)).toEqual({ isMatch: Uint8Array.of(0, 1, 0), problem: null });
    expect(await ask("a", ["b", "a"])).toEqual({ isMatch: Uint8Array.of(0, 1), problem: null });
    expect((await ask("(", TEXTS)).problem).toMatch(/^is no pattern yet: /);
    expect(threads.all).toHaveLength(1);
    expect(threads.sent).toMatchObject([{ texts: TEXTS }, { texts: null }, { texts: ["b", "a"] }, {}]);
  });

  it("ends a pattern that takes too long, lets the page work meanwhile, and goes on", async () => {
    const threads = threadsOfTest();
    const runner = runnerOn(threads, 300);
    await runner.run({ source: "a", flags: "" }, HOSTILE, never);
    let nTurns = 0;
    const turns = setInterval(() => nTurns++, 5);
    const answer = await runner.run(ENDLESS, HOSTILE, never);
    clearInterval(turns);
    expect(answer).toEqual({ isMatch: null, problem: "takes too long: use fewer repeats" });
    expect(nTurns).toBeGreaterThan(10);
    expect(await runner.run({ source: "a", flags: "" }, HOSTILE, never)).toMatchObject({ problem: null });
    expect(threads.all).toHaveLength(2);
  });

  it("ends the question before, when it is aborted", async () => {
    const threads = threadsOfTest();
    const runner = runnerOn(threads, 60_000);
    const stop = new AbortController();
    const first = runner.run(ENDLESS, HOSTILE, stop.signal);
    await expect.poll(() => threads.sent).toHaveLength(1);
    stop.abort(new Error("typed on"));
    await expect(first).rejects.toThrow("typed on");
    await expect(runner.run(ENDLESS, HOSTILE, stop.signal)).rejects.toThrow("typed on");
    expect(await runner.run({ source: "!$", flags: "" }, HOSTILE, never)).toMatchObject({ problem: null });
  });

  it("says so where no worker can be started, and tries again with the next question", async () => {
    let nTries = 0;
    const runner = new PatternRunner(() => {
      nTries++;
      return Promise.reject(new Error("refused"));
    });
    for (let i = 0; i < 2; i++)
      expect((await runner.run(ENDLESS, HOSTILE, never)).problem).toMatch(/lets the page start no worker/);
    expect(nTries).toBe(2);
  });
});
