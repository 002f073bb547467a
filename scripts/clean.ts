/** `npm run clean`: removes data of builds that is no longer needed. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { formatByteSize } from "#pipeline/cache/byte-size.ts";
import { planClean, planCleanAll } from "#pipeline/run/plan-clean.ts";
import { offlineFolder, outFolder } from "./out-folder.ts";

const program = new Command(ownCommand("clean"))
  .description(
    "Removes the vectors of stopped builds, results that no atlas in content/ uses, atlases that were taken out of the site, and locks of ended processes. Files of a running build stay.",
  )
  .option("-n, --dry-run", "only list what would be removed")
  .option("--all", "remove everything that can be built again: results, atlases and the built site")
  .option("--verbose", "show the details of errors")
  .parse();

const { dryRun = false, all = false } = program.opts<{ dryRun?: boolean; all?: boolean }>();
const folders = { contentFolder: "content", outFolder: "public/atlas", workFolder: ".headland" };
const steps = all
  ? await planCleanAll(folders, [outFolder(), offlineFolder(), `${offlineFolder()}.zip`])
  : await planClean(folders);
for (const { what, nBytes, remove } of steps) {
  console.log(`${formatByteSize(nBytes).padStart(7)}  ${what}`);
  if (!dryRun) await remove();
}
const total = formatByteSize(steps.reduce((sum, { nBytes }) => sum + nBytes, 0));
if (steps.length === 0) console.log("There is nothing to remove.");
else console.log(dryRun ? `${total} would be removed.` : `${total} removed.`);
