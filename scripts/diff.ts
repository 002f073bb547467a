/** `npm run diff`: the heads of two atlases, ranked by how much they changed. */
import { Command } from "commander";
import { ownCommand } from "#package/own-command.ts";
import { diffPublished } from "#pipeline/diff/diff-published.ts";
import { diffJson, diffText } from "#pipeline/diff/diff-text.ts";
import { expectKnownVariables } from "#pipeline/own-variables.ts";
import { BY_PATTERN } from "../src/compare/compare-address.ts";
import { once, readName, readTop } from "./read-flags.ts";

interface Flags {
  readonly by?: string;
  readonly top?: number;
  readonly json?: boolean;
}

const program = new Command(ownCommand("diff"))
  .description(
    "Ranks the heads of two atlases of the same heads by how much they changed: two checkpoints, or a model before and after quantization.",
  )
  .argument("<first>", "an atlas, model/dataset, or the address of its page")
  .argument("<second>", "the other one")
  .option("--by <measure>", "rank by the change of this measure, not by the patterns", once(readName))
  .option("--top <number>", "list so many heads (default: 20)", once(readTop))
  .option("--json", "print all heads and all measures as JSON")
  .option("--verbose", "show the details of errors")
  .parse();

const { by = BY_PATTERN, top = 20, json = false } = program.opts<Flags>();
expectKnownVariables(process.env);
const [first = "", second = ""] = program.args;
const diff = await diffPublished({ names: [first, second], by }, { outFolder: "public/atlas" });
console.log(json ? JSON.stringify(diffJson(diff), null, 2) : diffText(diff, top));
