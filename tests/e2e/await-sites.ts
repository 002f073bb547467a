/** Before each file of browser tests: waits until the sites are built, however long that takes. */
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { inject } from "vitest";

const report = inject("sitesReport");
let text: string | undefined;
while (text === undefined) {
  text = await readFile(report, "utf8").catch(() => undefined);
  if (text === undefined) await wait(200);
}
if (text !== "built") throw new Error(`The sites that browser tests visit could not be built.\n${text}`);
