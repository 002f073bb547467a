import { expect, it } from "vitest";
import { fuzz } from "../../fuzz/fuzz-published.ts";

it("damaged files of an atlas are read or refused in words, and what is read can be used", () => {
  const report = fuzz(600, 7, () => performance.now());
  expect(report.crashes).toEqual([]);
  expect(report.read).toBeGreaterThan(20);
  expect(report.refused).toBeGreaterThan(300);
});
