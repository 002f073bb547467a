/** `npm run deposit`: one archive of the built site, its data and its descriptions, for a place that keeps research data. */
import { Command } from "commander";
import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { counted } from "#atlas/counted.ts";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { formatByteSize } from "#pipeline/cache/byte-size.ts";
import { loadSite } from "#pipeline/config/site/load-site.ts";
import { configProblem } from "#pipeline/errors.ts";
import { isCurrent } from "../src/integration/site-stamp.ts";
import { makeDeposit } from "../src/integration/deposit/make-deposit.ts";
import { expectAddress } from "./expect-address.ts";
import { outFolder } from "./out-folder.ts";
import { once, readName } from "./read-flags.ts";

const program = new Command(ownCommand("deposit"))
  .description(
    "Packs the built site with its data and its descriptions into one zip, ready for Zenodo and the like. The same site gives the same bytes.",
  )
  .option("-o, --out <file>", "the archive to write; deposit.zip if not given", once(readName))
  .option("--verbose", "show the details of errors")
  .parse();

const root = process.cwd();
const site = await loadSite(root);
const siteFolder = outFolder();
const { out: to = "deposit.zip" } = program.opts<{ out?: string }>();
const place = { root, packageRoot: packageRoot(), outFolder: siteFolder, said: expectAddress() };
if (!relative(resolve(siteFolder), resolve(to)).startsWith(".."))
  throw configProblem(
    "--out",
    "the archive would be part of the site",
    `a file outside of ${siteFolder}/`,
    to,
  );
if (!existsSync(`${siteFolder}/index.html`) || !(await isCurrent(place)))
  throw configProblem(
    `${siteFolder}/`,
    "the site is not what would be built now",
    "a complete site of the present content",
    existsSync(`${siteFolder}/index.html`) ? "an older or unfinished one" : "none",
    `Run ${ownCommand("build")} first.`,
  );

const made = await makeDeposit({ siteFolder, root, site, to });
const { nSiteFiles, nAtlases, top, nBytes, leftOut, refusal } = made;
for (const message of leftOut) console.warn(message);
if (refusal === undefined) {
  console.log(`${to}: ${formatByteSize(nBytes)}`);
  console.log(
    `  site/: ${counted(nSiteFiles, "file")}, with the data of ${counted(nAtlases, "atlas", "atlases")}`,
  );
  for (const name of top) console.log(`  ${name}`);
} else {
  throw configProblem(to, "the archive cannot be written", "a site that fits into one zip", refusal);
}
