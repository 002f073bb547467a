import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { COMPILE_CACHE } from "./tests/helpers/compile-cache.ts";
import ClosingLine from "./tests/helpers/closing-line.ts";

/** By itself, Vitest leaves one core idle, which is half of a small machine. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

export default defineConfig({
  test: {
    reporters: [["default", { summary: false }], new ClosingLine()],
    // Processes that tests start need not compile the same files again and again.
    env: { NODE_COMPILE_CACHE: COMPILE_CACHE },
    testTimeout: 60_000,
    hookTimeout: 240_000,
    // A busy machine draws late; what never comes true still fails.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}", "tests/golden/**/*.test.ts", "tests/chaos/**/*.test.ts"],
          setupFiles: ["tests/unit/same-cases.ts"],
          maxWorkers,
          // Cases of chaos are processes: two at a time are enough for a small machine.
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        test: {
          // Packs, installs and builds for minutes, and needs none of the sites: it begins with the unit tests.
          name: "package",
          include: ["tests/e2e/package.test.ts"],
          maxWorkers,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts", "tests/visual/**/*.test.ts"],
          exclude: ["tests/e2e/package.test.ts"],
          globalSetup: ["tests/e2e/build-site.ts"],
          setupFiles: ["tests/e2e/await-sites.ts"],
          // One after the other: maps are drawn in software, by as many threads as a small machine has cores.
          fileParallelism: false,
          testTimeout: 120_000,
          // A browser on a busy machine drops a frame or a key now and then; the closing line names what passed only the second time.
          retry: 1,
          // After the others, which run while the sites are built.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
