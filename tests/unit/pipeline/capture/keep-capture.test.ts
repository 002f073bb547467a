import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { CaptureReport } from "#pipeline/capture/capture.ts";
import { keepCapture, keptCapture } from "#pipeline/capture/keep-capture.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const REPORT = { heads: [] } as unknown as CaptureReport;

it("whatever stands in a capture's place is no capture, and gives way to the next", async () => {
  const root = await tempFolder();
  const folder = join(root, "captures");
  const inPlace = [
    () => writeFile(folder, "a file"),
    () => mkdir(join(folder, "report.json"), { recursive: true }),
    () => mkdir(folder).then(() => writeFile(join(folder, "report.json"), "no report")),
  ];
  for (const put of inPlace) {
    await rm(folder, { recursive: true, force: true });
    await put();
    expect(await keptCapture(folder)).toBeUndefined();
    await keepCapture(folder, "key", () => Promise.resolve(REPORT));
    expect(await keptCapture(folder)).toEqual(REPORT);
    expect(await readdir(root)).toEqual(["captures"]);
  }
});

it("leaves nothing of a capture that failed, and tells why it did", async () => {
  const root = await tempFolder();
  const failing = keepCapture(join(root, "c"), "key", async () => {
    await writeFile(join(root, "left"), "");
    throw new Error("the first error");
  });
  await expect(failing).rejects.toThrow("the first error");
  expect(await readdir(root)).toEqual(["left"]);
});
