/** `npm run claims`: checks the claims of `content/claims` on the atlases that are built. */
import { Command, Option } from "commander";
import { checkFiles } from "#claims/checked-files.ts";
import { briefReport, jsonReport, wholeReport } from "#claims/report.ts";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { loadClaims } from "#pipeline/config/claims/load-claims.ts";
import { expectKnownHeads } from "#pipeline/config/claims/unknown-heads.ts";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { checkedAtlases } from "../src/integration/checked-atlases.ts";

interface Flags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly brief?: boolean;
  readonly at?: string;
}

const program = new Command(ownCommand("claims"))
  .description("Checks the claims of content/claims on the atlases that are built. It builds nothing.")
  .option("--json", "print everything as JSON")
  .option("--strict", "end with an error if a claim is false")
  .addOption(new Option("--brief", "only what is false, and a summary").hideHelp())
  .addOption(new Option("--at <address>", "where the site is served, for the summary").hideHelp())
  .option("--verbose", "show the details of errors")
  .parse();
const { json = false, strict = false, brief = false, at } = program.opts<Flags>();

const root = process.cwd();
const { literature = false } = await loadSite(root);
const [files, atlases] = await Promise.all([loadClaims(root, packageRoot()), checkedAtlases("public/atlas")]);
expectKnownHeads(files, atlases);
const checked = checkFiles(files, atlases, literature);
const report = json ? jsonReport(checked) : brief ? briefReport(checked, at) : wholeReport(checked);
if (report !== "") console.log(report);
const nFalse = checked.flatMap((file) => file.checked).filter(({ state }) => state === "false").length;
if (strict && nFalse > 0) {
  console.error(
    `${nFalse === 1 ? "A claim is" : `${nFalse} claims are`} false, and --strict is set: change the claim, or what it is about.`,
  );
  process.exitCode = 1;
}
