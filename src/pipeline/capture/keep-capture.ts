/** Stores captures: a capture is complete, with its report, or absent. */
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { makeFolder } from "../config/folder.ts";
import { removeFolder } from "../cache/move-folder.ts";
import { ownName } from "../cache/owner.ts";
import { isLostFile } from "../problems/lost-file.ts";
import { namingPath } from "../problems/name-path.ts";
import type { CaptureReport } from "./capture.ts";

const REPORT = "report.json";

/** The report of a capture that is kept; undefined if there is none, or its report was damaged. */
export async function keptCapture(folder: string): Promise<CaptureReport | undefined> {
  try {
    const text = await readFile(join(folder, REPORT), "utf8");
    const [sum = "", json = ""] = text.split("\n");
    return Number(sum) === crc32(json) ? (JSON.parse(json) as CaptureReport) : undefined;
  } catch (error) {
    if (isLostFile(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** What the capture was made for, as `keepCapture` was told; undefined if there is none. */
export async function capturedFor(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, REPORT), "utf8").catch(() => "");
  return text.split("\n")[2];
}

/**
 * Captures into a folder beside its place, named after us, and moves it there with its report.
 *
 * @param purpose Key of the build that needs it.
 */
export async function keepCapture(
  folder: string,
  purpose: string,
  run: (folder: string) => Promise<CaptureReport>,
): Promise<CaptureReport> {
  const staging = `${folder}.new.${await ownName()}`;
  await rm(staging, { recursive: true, force: true });
  await makeFolder(staging);
  try {
    const report = await run(staging);
    const json = JSON.stringify(report);
    const file = join(staging, REPORT);
    await namingPath(file, () => writeFile(file, `${crc32(json)}\n${json}\n${purpose}`));
    await removeFolder(folder);
    await rename(staging, folder);
    return report;
  } catch (error) {
    // Reports the first error; files that cannot be removed now are removed by the next build.
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
}
