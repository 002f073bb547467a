/** A disk that is truly full: a file system in memory of a given size, where the machine lets us mount one (Linux, root). */
import { execFile } from "node:child_process";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { runCommand } from "./command.ts";
import type { Case, CaseEnd, Kind } from "./kind.ts";
import { newRoot } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

const run = promisify(execFile);
const SIZES = 20;
/** Content and build take about so many kilobytes in pages of four. */
const WHOLE_KB = 1500;

async function smallDisk({ stage, random, index }: Case): Promise<CaseEnd> {
  const from = await newRoot(stage);
  const root = `${from}-disk`;
  await mkdir(root);
  // The content alone takes about 60.
  const kb = 80 + Math.floor((((index % SIZES) + random()) / SIZES) * (WHOLE_KB - 80));
  const what = `a disk of ${kb} kB`;
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${kb}k`, "tmpfs", root]);
  } catch {
    return { what, findings: [], skipped: "no file system can be mounted here" };
  }
  try {
    await cp(join(from, "content"), join(root, "content"), { recursive: true });
    const disturbed = await runCommand(root);
    const isNamedError = disturbed.exitCode !== 0;
    const findings = endedWell(disturbed);
    if (isNamedError && !/full|space/i.test(disturbed.text))
      findings.push(`it does not say so: ${disturbed.text}`);
    await run("mount", ["-o", "remount,size=64m", root]);
    return { what, isNamedError, findings: [...findings, ...(await afterwards(stage, root))] };
  } finally {
    await run("umount", [root]);
  }
}

export const SMALL_DISK: readonly Kind[] = [
  {
    name: "small-disk",
    title: `a disk of its own that is full, ${SIZES} sizes`,
    nSmall: 1,
    nLarge: SIZES,
    run: smallDisk,
  },
];
