/**
 * Runs a test file once as it is, and then for every mutant still alive the tests that reach its place, in the same
 * process. What happens is written line by line, so that a run that is stopped or hangs is known up to there.
 */
import { setImmediate } from "node:timers/promises";
import { TestRunner, type RunnerTask, type RunnerTestCase, type RunnerTestFile } from "vitest";
import { append, type Entry } from "./log.ts";
import { Probe } from "./probe.ts";

/** What a run is told. */
export interface Task {
  readonly log: string;
  /** Mutants to try. */
  readonly alive: readonly number[];
  /** The one mutant that is on from the beginning, while modules are read, too. */
  readonly only: number | null;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly mutation: Task;
  }
}

interface Reach {
  readonly test: RunnerTestCase;
  readonly seen: ReadonlySet<number>;
  readonly rounds: number;
  readonly took: number;
}

export default class MutationRunner extends TestRunner {
  readonly #probe = new Probe();
  readonly #reaches: Reach[] = [];
  #early: ReadonlySet<number> = new Set();
  #start = 0;

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config);
    Object.assign(globalThis, { __mutation: this.#probe });
    const { only } = this.#task();
    if (only !== null) this.#probe.turnOn(only, 1e7);
  }

  override onBeforeRunTask = async (test: RunnerTask): Promise<void> => {
    await super.onBeforeRunTask(test);
    if (this.#reaches.length === 0) this.#early = new Set([...this.#early, ...this.#probe.take().seen]);
    else this.#probe.take();
    this.#start = performance.now();
  };

  override onAfterRunTask = (test: RunnerTask): void => {
    super.onAfterRunTask(test);
    const took = performance.now() - this.#start;
    if (test.type === "test") this.#reaches.push({ test, ...this.#probe.take(), took });
  };

  // Vitest waits for it, whatever its type says.
  // eslint-disable-next-line @typescript-eslint/no-misused-promises
  override onAfterRunFiles = async (files: RunnerTestFile[]): Promise<void> => {
    super.onAfterRunFiles(files);
    if (this.#task().only !== null) return;
    if (await this.#isBroken()) return;
    const quickFirst = this.#reaches.toSorted((a, b) => a.took - b.took);
    for (const id of this.#task().alive) {
      const reaching = quickFirst.filter(({ seen }) => seen.has(id));
      if (reaching.length === 0) continue;
      this.#write({ tries: id });
      for (const { test, rounds } of reaching) {
        this.#probe.turnOn(id, rounds);
        if (!(await this.#fails(test, 5000))) continue;
        this.#write({ killed: id, by: test.name });
        break;
      }
      this.#probe.turnOff();
      // Vitest expects an answer now and then.
      await setImmediate();
    }
    const reached = new Set(this.#reaches.flatMap(({ seen }) => [...seen]));
    this.#write({ tested: files[0]!.filepath, reached: [...reached], early: [...this.#early] });
  };

  /** A test that fails without a fault, or when it runs again, would kill every mutant. */
  async #isBroken(): Promise<boolean> {
    let isBroken = false;
    for (const { test } of this.#reaches) {
      if (test.result?.state !== "fail" && !(await this.#fails(test, Infinity))) continue;
      this.#write({ broken: test.name });
      isBroken = true;
    }
    this.#probe.turnOff();
    return isBroken;
  }

  async #fails(test: RunnerTestCase, limit: number): Promise<boolean> {
    try {
      await Promise.race([TestRunner.getTestFn(test)(), late(limit)]);
      return false;
    } catch {
      return true;
    }
  }

  #task(): Task {
    return this.injectValue("mutation") as Task;
  }

  #write(entry: Entry): void {
    append(this.#task().log, entry);
  }
}

/** Asynchronous tests that wait for what never comes. */
async function late(milliseconds: number): Promise<never> {
  return await new Promise((_, reject) => {
    if (milliseconds < Infinity) setTimeout(() => reject(new Error("late")), milliseconds).unref();
  });
}
