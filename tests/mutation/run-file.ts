/** Tries all mutants of one file: `node tests/mutation/run-file.ts src/math/align.ts <log>`. Goes on where the log ends. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { createVitest } from "vitest/node";
import { testsOf } from "./imports.ts";
import { instrument } from "./instrument.ts";
import { append, readLog, stateOf } from "./log.ts";
import type { Task } from "./runner.ts";

const [file = "", log = ""] = process.argv.slice(2);
const { code, mutants } = instrument(file, readFileSync(file, "utf8"));
const vitest = await createVitest(
  {
    watch: false,
    config: false,
    include: testsOf(file),
    runner: "tests/mutation/runner.ts",
    setupFiles: ["tests/mutation/setup.ts"],
    reporters: [{}],
    maxWorkers: 1,
    pool: "threads",
    testTimeout: 0,
    // It would keep faulty modules for other runs, and those of other runs for this one.
    fsModuleCache: false,
  },
  {
    plugins: [
      {
        name: "mutation",
        enforce: "pre",
        load: (id: string) => (id.split("?")[0] === path.resolve(file) ? code : undefined),
      },
    ],
  },
);
const specifications = await vitest.globTestSpecifications();

/** @returns Whether all tests of the file passed. */
async function run(test: string, task: Omit<Task, "log">): Promise<boolean> {
  vitest.provide("mutation", { log, ...task });
  const chosen = specifications.filter(({ moduleId }) => path.relative(".", moduleId) === test);
  // The result has the test files of earlier runs, too.
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(chosen);
  const own = testModules.filter(({ moduleId }) => path.relative(".", moduleId) === test);
  return unhandledErrors.length === 0 && own.every((module) => module.ok());
}

const alive = (): number[] => {
  const { killed } = stateOf(readLog(log));
  return mutants.map(({ id }) => id).filter((id) => !killed.has(id));
};
const known = stateOf(readLog(log));
if (known.hanging !== null) append(log, { killed: known.hanging, by: "no end" });
for (const test of testsOf(file)) {
  if (known.tested.some(({ tested }) => path.relative(".", tested) === test)) continue;
  if (!(await run(test, { alive: alive(), only: null }))) append(log, { broken: test });
}
for (const { tested, early } of stateOf(readLog(log)).tested) {
  for (const id of alive().filter((mutant) => early.includes(mutant))) {
    append(log, { tries: id });
    if (await run(path.relative(".", tested), { alive: [], only: id })) continue;
    append(log, { killed: id, by: path.basename(tested) });
  }
}
append(log, { done: true });
await vitest.close();
process.exit();
