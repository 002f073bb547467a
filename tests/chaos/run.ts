/**
 * `npm run chaos -- [kind…] [--cases n] [--seed s] [--case i] [--lanes n]`: disturbs builds of a small atlas, and looks
 * whether the next plain build ends with the bytes of an undisturbed one. Prints a table; ends with 1 if anything is found.
 */
import { parseArgs } from "node:util";
import type { Kind } from "./kind.ts";
import { KINDS, runCase } from "./kinds.ts";
import { closeStage, openStage, type Stage } from "./stage.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string" },
    seed: { type: "string", default: "1" },
    case: { type: "string" },
    lanes: { type: "string", default: "2" },
  },
});
const unknown = positionals.filter((name) => !KINDS.some((kind) => kind.name === name));
if (unknown.length > 0) {
  console.error(`There is no kind ${unknown.join(", ")}: ${KINDS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const seed = Number(values.seed);
const kinds = KINDS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const stage = await openStage();
const rows: string[] = [];
try {
  for (const kind of kinds) rows.push(await runKind(stage, kind));
} finally {
  await closeStage(stage);
}
console.log(
  [
    "| kind | cases | same bytes at once | named error, then the same bytes | findings | seconds |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n"),
);

/** @returns Its row in the table. */
async function runKind(stage: Stage, kind: Kind): Promise<string> {
  const begun = performance.now();
  const n = Number(
    values.cases ?? (typeof kind.nLarge === "number" ? kind.nLarge : await kind.nLarge(stage)),
  );
  const cases = values.case === undefined ? Array.from({ length: n }, (_, i) => i) : [Number(values.case)];
  const counts = { same: 0, named: 0, found: 0, left: 0 };
  const lane = async (): Promise<void> => {
    for (let index = cases.shift(); index !== undefined; index = cases.shift()) {
      const { what, findings, isNamedError, skipped } = await runCase(stage, kind, seed, index);
      if (skipped !== undefined) {
        console.log(`${kind.name} ${index}: left out, ${skipped}`);
        counts.left++;
        continue;
      }
      if (findings.length === 0) {
        counts[isNamedError ? "named" : "same"]++;
        continue;
      }
      counts.found++;
      process.exitCode = 1;
      console.log(
        `\n${kind.name} ${index}: ${what}\n  npm run chaos -- ${kind.name} --seed ${seed} --case ${index}`,
      );
      for (const finding of findings) console.log(`  - ${finding.replaceAll("\n", "\n    ")}`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  const { same, named, found, left } = counts;
  const nCases = same + named + found;
  const row = [kind.title, nCases, same, named, found, seconds];
  const leftOut = left > 0 ? `, ${left} left out` : "";
  console.error(`${kind.name}: ${nCases} cases, ${found} findings${leftOut}, ${seconds} s`);
  return `| ${row.join(" | ")} |`;
}
