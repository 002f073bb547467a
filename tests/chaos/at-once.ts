/** Pairs of builds of the same folders that overlap. */
import { setTimeout as wait } from "node:timers/promises";
import { killGroup, startCommand, type CommandOptions, type Run } from "./command.ts";
import { pick, type Case, type CaseEnd, type Kind } from "./kind.ts";
import { newRoot, secondCheckout } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

/** What the second build asks for; the first is a plain one. */
const OTHERS: readonly (readonly string[])[] = [
  [],
  ["--heads", "L0H1"],
  ["--methods", "attention"],
  ["--methods", "pca,attention"],
  ["other"],
  ["--force"],
  ["--workers", "2"],
];

async function pair({ stage, random, index }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage, { isBuilt: index % 5 === 4 });
  const offsetMs = Math.round(random() * stage.buildMs);
  const args = index % 2 === 0 ? [] : pick(random, OTHERS);
  const checkout = index % 4 === 3 ? { checkout: await secondCheckout(stage) } : {};
  const isKilled = index % 6 === 5;
  const options: CommandOptions = { args, ...checkout };
  const first = startCommand(root);
  await wait(offsetMs);
  const second = startCommand(root, options);
  const [victim, survivor] = pick(random, [true, false]) ? [first, second] : [second, first];
  if (isKilled) {
    await wait(Math.round(random() * stage.buildMs));
    killGroup(victim.child.pid ?? 0);
  }
  const runs: Run[] = await Promise.all([first.ended, second.ended]);
  const judged = isKilled ? [await survivor.ended] : runs;
  const findings = judged.flatMap((run) => [
    ...endedWell(run),
    ...(run.exitCode === 0 ? [] : [`one of the two ends with ${run.exitCode}: ${run.text.trim()}`]),
  ]);
  const hasMore = args.includes("--methods");
  return {
    what: `a second build after ${offsetMs} ms: ${[...args, ...(options.checkout ? ["from another checkout"] : []), ...(isKilled ? ["one of them killed"] : [])].join(" ") || "the same"}`,
    findings: [...findings, ...(await afterwards(stage, root, { hasMore }))],
  };
}

export const AT_ONCE: readonly Kind[] = [
  { name: "pairs", title: "two builds at once", nSmall: 2, nLarge: 200, run: pair },
];
