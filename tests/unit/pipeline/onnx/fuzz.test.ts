import { expect, it } from "vitest";
import { fuzz } from "../../../fuzz/fuzz-onnx.ts";

it("reads damaged models and JSON files, or refuses them in words, in little time and memory", async () => {
  const report = await fuzz(200, 3, () => performance.now());
  expect(report.crashes).toEqual([]);
  expect(report.read + report.refused).toBe(200);
  expect(report.slowestMs).toBeLessThan(5000);
});
