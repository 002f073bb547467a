import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import ClosingLine from "./tests/helpers/closing-line.ts";

export default defineConfig({
  test: {
    reporters: [["default", { summary: false }], new ClosingLine()],
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
          // By itself, Vitest leaves one core idle, which is half of a small machine.
          maxWorkers: Math.max(2, availableParallelism() - 1),
          // Cases of chaos are processes: two at a time are enough for a small machine.
          maxConcurrency: 2,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts", "tests/visual/**/*.test.ts"],
          globalSetup: ["tests/e2e/build-site.ts"],
          setupFiles: ["tests/e2e/await-sites.ts"],
          fileParallelism: false,
          // After the others, which run while the sites are built.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
