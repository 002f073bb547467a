/** `npm run doi`: puts the DOI of a site into the files that say how it is cited. */
import { Command } from "commander";
import { doiAddress, expectedDoi } from "#atlas/citation/doi.ts";
import { ownCommand } from "#package/own-command.ts";
import { putDoi } from "#pipeline/config/site/put-doi.ts";
import { configProblem } from "#pipeline/errors.ts";

const program = new Command(ownCommand("doi"))
  .description(
    "Puts a DOI into content/site.yaml, and into CITATION.cff if there is one. No other byte of them changes.",
  )
  .argument("[doi]", "such as 10.5281/zenodo.1234567, or its address")
  .option("--remove", "take the DOI out again")
  .option("--verbose", "show the details of errors")
  .parse();

const [given] = program.args;
const isRemoved = program.opts<{ remove?: boolean }>().remove === true;
const doi = isRemoved ? null : readDoi(given ?? "");
if (isRemoved && given !== undefined)
  throw configProblem("--remove", "the DOI in the files is removed, whichever it is", "no DOI", given);

const { changed, same } = await putDoi(process.cwd(), doi);
const what = doi === null ? "No DOI" : doiAddress(doi);
for (const name of changed) console.log(`${name}: ${what} (changed)`);
for (const name of same) console.log(`${name}: ${what} (as before)`);
if (changed.length > 0) console.log(`Build the site again to show it: ${ownCommand("build")}`);

/** An address and `doi:` before it mean the same. */
function readDoi(text: string): string {
  const bare = text.replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:)/i, "");
  const expected = expectedDoi(bare);
  if (expected === undefined) return bare;
  const received = text === "" ? "nothing" : JSON.stringify(text);
  throw configProblem("doi", "this is not a DOI", expected, received);
}
