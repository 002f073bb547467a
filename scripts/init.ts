/** `headland init`: writes a new project, and installs what it needs. */
import { Command, InvalidArgumentError, Option } from "commander";
import { spawnSync } from "node:child_process";
import { relative, resolve } from "node:path";
import { ENGINE } from "#package/engine.ts";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { installCommand, packageManager } from "../src/project/package-manager.ts";
import { PAGES_WORKFLOW } from "../src/project/pages-workflow.ts";
import { presetNames, readPreset } from "../src/project/presets.ts";
import { ENGINE_FILES, ENGINES, parseEngines, type Engine } from "../src/project/units/engine-files.ts";
import { writeProject } from "../src/project/write-project.ts";
import { once } from "./read-flags.ts";

const root = packageRoot();
const program = new Command(ownCommand("init"))
  .description(
    "Writes a new project: content/ with an example dataset and a model, and what makes a site of it.",
  )
  .argument("[folder]", "where it goes", ".")
  .addOption(
    new Option("-m, --model <preset>", "the model to begin with")
      .choices(await presetNames(root))
      .default("tiny-gpt"),
  )
  .option("--pages", "write a workflow that publishes the site on GitHub Pages")
  .option(
    "--with <engines>",
    `write a file that builds in units on many machines: some of ${ENGINES.join(", ")}`,
    once(readEngines),
  )
  .option("--no-install", `do not install ${ENGINE}, which runs the models`)
  .option("--verbose", "show the details of errors")
  .parse();
const {
  model,
  install,
  pages,
  with: engines = [],
} = program.opts<{ model: string; install: boolean; pages?: boolean; with?: readonly Engine[] }>();
const [folder = "."] = program.processedArgs as string[];

const manager = packageManager(folder, process.env["npm_config_user_agent"]);
const { written, kept } = await writeProject({
  manager,
  folder,
  packageRoot: root,
  preset: await readPreset(root, model),
  pages: pages === true,
  engines,
});
for (const path of written) console.log(`  wrote  ${path}`);
for (const path of kept) console.log(`  kept   ${path}, as it was`);
// A project that exists asked for these files alone.
const asked = [PAGES_WORKFLOW, ...engines.map((engine) => ENGINE_FILES[engine].path)];
if ([...written, ...kept].every((path) => asked.includes(path))) process.exit();

const command = installCommand(manager);
let isInstalled = false;
if (install) {
  console.log(`\n${command}`);
  // A line of ours, without a word of the user's: the shell finds the program under each system's own name.
  const { status } = spawnSync(command, { cwd: folder, shell: true, stdio: "inherit" });
  isInstalled = status === 0;
  if (!isInstalled) {
    console.error(
      `\nThe packages are not installed: "${command}" ended with ${status ?? "a signal"}. Run it again there.`,
    );
    process.exitCode = 1;
  }
}
const path = relative(process.cwd(), resolve(folder));
const steps = [
  ...(path === "" ? [] : [`cd ${path}`]),
  ...(isInstalled ? [] : [command]),
  "npx headland start",
];
console.log(`\nNext:\n${steps.map((step) => `  ${step}`).join("\n")}`);

function readEngines(text: string): readonly Engine[] {
  const engines = parseEngines(text);
  if (engines === undefined)
    throw new InvalidArgumentError(`Expected some of ${ENGINES.join(", ")}, each once, separated by commas.`);
  return engines;
}
