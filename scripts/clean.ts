/** `npm run clean`: removes what builds have kept and nothing needs any more. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { formatByteSize } from "#pipeline/cache/byte-size.ts";
import { planClean, planCleanAll } from "#pipeline/run/plan-clean.ts";
import { outFolder } from "./out-folder.ts";

const program = new Command(ownCommand("clean"))
  .description(
    "Removes vectors of builds that stopped, results that no atlas of content/ is made of any more, atlases taken out of the site, and locks of processes that have ended. What a running build uses stays.",
  )
  .option("-n, --dry-run", "only say what would be removed")
  .option("--all", "remove all that can be made again: results, atlases and the built site")
  .option("--verbose", "show the details of errors")
  .parse();

const { dryRun = false, all = false } = program.opts<{ dryRun?: boolean; all?: boolean }>();
const folders = { contentFolder: "content", outFolder: "public/atlas", workFolder: ".headland" };
const steps = all ? await planCleanAll(folders, [outFolder()]) : await planClean(folders);
for (const { what, nBytes, remove } of steps) {
  console.log(`${formatByteSize(nBytes).padStart(7)}  ${what}`);
  if (!dryRun) await remove();
}
const total = formatByteSize(steps.reduce((sum, { nBytes }) => sum + nBytes, 0));
if (steps.length === 0) console.log("There is nothing to remove.");
else console.log(dryRun ? `${total} would be removed.` : `${total} removed.`);
