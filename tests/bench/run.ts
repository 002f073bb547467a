/** `npm run bench [-- name…]`: runs benchmarks and puts each one's findings into its own section of RESULTS.md. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";

/** What a file `<name>.bench.ts` exports: the heading of its section, and a run that gives its Markdown. */
export interface Bench {
  readonly title: string;
  /** The command and the terms of the comparison are part of what it says. */
  readonly run: () => Promise<string>;
}

const FOLDER = import.meta.dirname;
const RESULTS = join(FOLDER, "RESULTS.md");
const SUFFIX = ".bench.ts";

const known = (await readdir(FOLDER))
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(", ")}. There are ${known.join(", ")}.`);
  process.exit(1);
}
for (const name of asked.length > 0 ? asked : known) {
  console.log(`\n${name}`);
  const { title, run } = ((await import(join(FOLDER, name + SUFFIX))) as { default: Bench }).default;
  const body = await run();
  console.log(body);
  await putSection(name, `## ${title}\n\n\`npm run bench -- ${name}\`, ${machine()}\n\n${body.trim()}`);
}

function machine(): string {
  const [first] = cpus();
  return `Node ${process.versions.node}, ${cpus().length} × ${first?.model.trim() ?? "unknown processor"}.`;
}

/** Replaces a benchmark's section, or adds it at the end; the others stay as they were measured. */
async function putSection(name: string, section: string): Promise<void> {
  const [open, close] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const text = await readFile(RESULTS, "utf8").catch(
    () =>
      "# Measured\n\nThe command named in a section writes it. Compare figures only within one section, because each comes from one run.\n",
  );
  const [start, end] = [text.indexOf(open), text.indexOf(close)];
  const whole = `${open}\n\n${section}\n\n${close}`;
  const next =
    start < 0 || end < 0
      ? `${text.trimEnd()}\n\n${whole}\n`
      : text.slice(0, start) + whole + text.slice(end + close.length);
  await writeFile(RESULTS, next);
}
