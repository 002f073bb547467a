/**
 * The last line of a test run: `N passed, N failed`. Before it are the names of tests that failed at first and passed when they were
 * run again: they race with something, and are to be mended.
 */
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0, pending: 0 };
    const again: string[] = [];
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      // A suite whose preparation fails has tests that are merely skipped.
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        counts[test.result().state]++;
        if (test.diagnostic()?.flaky === true) again.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    // After everything that other reporters still have to say.
    process.on("exit", () => {
      for (const name of again) process.stdout.write(`Passed only when run again: ${name}\n`);
      process.stdout.write(`${counts.passed} passed, ${counts.failed} failed${skipped}\n`);
    });
  }
}
