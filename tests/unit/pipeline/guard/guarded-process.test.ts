import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConfigError, ModelError } from "#pipeline/errors.ts";
import { GuardedProcess } from "#pipeline/guard/guarded-process.ts";
import type { Limits } from "#pipeline/guard/limits.ts";
import type { WorkCalls } from "../../../helpers/guarded-work.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const ENTRY = new URL("../../../helpers/guarded-work.ts", import.meta.url);
const STEP = { of: "dataset", where: "lines.txt", doing: "reading the lines" } as const;

function started(limits: Partial<Limits> = {}): GuardedProcess<WorkCalls> {
  const process = new GuardedProcess<WorkCalls>(ENTRY, { memoryBytes: 2e9, stepMs: 60_000, ...limits });
  onTestFinished(() => process.close());
  return process;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("GuardedProcess", () => {
  it("hands over what it is given, to the bit", async () => {
    const given = new Map<string, unknown>([
      ["numbers", Float32Array.of(0.1, NaN, -0, Infinity)],
      ["starts", Uint32Array.of(0, 7)],
      ["nothing", undefined],
      ["nested", new Map([["labels", [null, true, "ä\u{1F600}"]]])],
    ]);
    expect(await started().call("echo", given, STEP)).toEqual(given);
  });

  it("answers several calls, tells of progress, and gives every step its own time", async () => {
    const work = started({ stepMs: 2000 });
    const told: number[] = [];
    const walk = work.call("walk", { steps: 5, ms: 600 }, STEP, { onProgress: (step) => told.push(step) });
    expect(await walk).toBe(5);
    expect(told).toEqual([1, 2, 3, 4, 5]);
    // Between two calls there is no time to keep.
    await new Promise((resolve) => setTimeout(resolve, 2300));
    expect(await work.call("echo", 1, STEP)).toBe(1);
  });

  it.each([
    ["a library that does not load", 'import "a-library-of-nobody";', "ERR_MODULE_NOT_FOUND"],
    [
      "an error that nothing catches",
      'setTimeout(() => { throw Object.assign(new Error("x"), { code: "EMFILE" }); });',
      "EMFILE",
    ],
  ])("throws what has ended the process: %s", async (_, script, code) => {
    const entry = join(await tempFolder(), "entry.mjs");
    await writeFile(entry, script);
    const work = new GuardedProcess<WorkCalls>(pathToFileURL(entry), { memoryBytes: 2e9, stepMs: 60_000 });
    await expect(work.call("echo", 1, STEP)).rejects.toMatchObject({ code });
    await expect(work.call("echo", 2, STEP)).rejects.toMatchObject({ code });
  });

  it("throws what the work throws: its class, its message, and what the system said", async () => {
    const work = started();
    const config = await work.call("fail", "config", STEP).catch((error: unknown) => error);
    expect(config).toBeInstanceOf(ConfigError);
    expect(config).toMatchObject({ name: "ConfigError", message: "content/a.yaml: wrong" });
    const system = { code: "ENOSPC", syscall: "write", path: "/disk/file" };
    await expect(work.call("fail", "system", STEP)).rejects.toMatchObject(system);
    await expect(work.call("fail", "range", STEP)).rejects.toMatchObject({
      name: "RangeError",
      message: "too long",
    });
  });

  it("ends a loop, and says at which step and how to allow more time", async () => {
    const work = started({ stepMs: 1000 });
    const error = await work.call("loop", {}, STEP).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ModelError);
    expect((error as Error).message).toBe(
      "loop.onnx: this takes too long: expected every step to take at most 1s, received no end while turning in a loop.\n" +
        "  Repair the file or leave it out. If the work is right and the machine slow, allow more, e.g. HEADLAND_TIME_LIMIT=4s.",
    );
    await expect(work.call("echo", 1, STEP)).rejects.toThrow("while turning in a loop");
  });

  it.each(["heap", "buffers"] as const)("ends what fills memory: %s", async (kind) => {
    const error = await started({ memoryBytes: 4e8 })
      .call("fill", { kind }, STEP)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toBe(
      "picture.svg: this takes too much memory: expected at most 400MB, received more than that while filling memory.\n" +
        "  Repair the file or leave it out. If the machine has more, allow it, e.g. HEADLAND_MEMORY_LIMIT=800MB.",
    );
  });

  it("names an end that nobody asked for", async () => {
    await expect(started().call("exit", 3, STEP)).rejects.toThrow(
      "lines.txt: the process that reads the files ended by itself: expected a result, received an end with exit code 3 while reading the lines.",
    );
    await expect(started().call("crash", "SIGSEGV", STEP)).rejects.toThrow("the signal SIGSEGV");
    await expect(started().call("crash", "SIGKILL", STEP)).rejects.toThrow("when memory runs out");
  });

  it("ends at once when it is stopped, with the reason of the signal", async () => {
    const pidFile = join(await tempFolder(), "pid");
    const stop = new AbortController();
    const work = started();
    const call = work.call("loop", { pidFile }, STEP, { signal: stop.signal });
    const outcome = call.catch((error: unknown) => error);
    await expect.poll(() => readFile(pidFile, "utf8").catch(() => "")).not.toBe("");
    const begunMs = performance.now();
    stop.abort(new Error("Ctrl-C"));
    expect(await outcome).toMatchObject({ message: "Ctrl-C" });
    expect(performance.now() - begunMs).toBeLessThan(2000);
    expect(isAlive(Number(await readFile(pidFile, "utf8")))).toBe(false);
  });
});
