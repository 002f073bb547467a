/** Builds that are killed, as −9 does: at random moments, and at file operations one after the other. */
import { setTimeout as wait } from "node:timers/promises";
import { killGroup, runCommand, startCommand } from "./command.ts";
import { pick, type Case, type CaseEnd, type Kind } from "./kind.ts";
import { newRoot, type Stage } from "./stage.ts";
import { afterwards } from "./verdict.ts";

/** Where packing and publishing write; those of one atlas stand for all. */
const PUBLISHING = "/\\.headland/staging/other--|/public/atlas(/other|$)";
/** Everything that is written: about so many operations. */
const ALL = "/\\.headland|/public";
const N_OPERATIONS = 800;
/** How long what the killed process started may go on before it has to be gone, or to have said that it ends. */
const GRACE_MS = 5000;

async function killAtMoment({ stage, random, index }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const atMs = Math.round(random() * stage.buildMs * 1.1);
  // The command itself, whose child has to see it, or all of its processes at once.
  const isAll = index % 2 === 0;
  const { child, ended } = startCommand(root);
  await wait(atMs);
  if (isAll) killGroup(child.pid ?? 0);
  else child.kill("SIGKILL");
  const isOver = await Promise.race([ended.then(() => true), wait(GRACE_MS, false)]);
  const { text, hasHung } = await ended;
  // A busy machine takes its time; a build that knows that it has to end says so.
  const goesOn = hasHung || !(isOver || text.includes("Stopped."));
  const findings = goesOn ? [`what it had started went on: ${text.trim()}`] : [];
  return {
    what: `${isAll ? "all processes" : "the command"} killed after ${atMs} ms`,
    findings: [...findings, ...(await afterwards(stage, root))],
  };
}

/** Twice per operation: before it, and where it writes bytes, when it has written half of them. */
function killAtOperation(on: string): Kind["run"] {
  return async ({ stage, index }) => {
    const root = await newRoot(stage);
    const [at, isHalf] = [index >> 1, index % 2 === 1];
    const { nCounted } = await runCommand(root, { fault: { what: "kill", on, at, isHalf } });
    const what = `killed ${isHalf ? "in the middle of" : "before"} operation ${at}${nCounted <= at ? ", which did not come" : ""}`;
    return { what, findings: await afterwards(stage, root) };
  };
}

const operations =
  (on: string) =>
  async (stage: Stage): Promise<number> => {
    const run = await runCommand(await newRoot(stage), { fault: { what: "kill", on, at: 1e9 } });
    return 2 * run.nCounted;
  };

/** At any operation, up to three times in a row. */
async function killAgain({ stage, random, index }: Case): Promise<CaseEnd> {
  const root = await newRoot(stage);
  const places = Array.from({ length: 1 + (index % 3) }, () => Math.floor(random() * N_OPERATIONS));
  const isHalf = pick(random, [true, false]);
  for (const at of places) await runCommand(root, { fault: { what: "kill", on: ALL, at, isHalf } });
  return {
    what: `killed at operation ${places.join(", then ")}${isHalf ? ", half written" : ""}`,
    findings: await afterwards(stage, root),
  };
}

export const KILLS: readonly Kind[] = [
  { name: "kill-moment", title: "kill −9 at a random moment", nSmall: 2, nLarge: 200, run: killAtMoment },
  {
    name: "kill-publish",
    title: "kill −9 at every file operation of packing and publishing",
    nSmall: 2,
    nLarge: operations(PUBLISHING),
    run: killAtOperation(PUBLISHING),
  },
  {
    name: "kill-write",
    title: "kill −9 at a random file operation, up to three times in a row",
    nSmall: 2,
    nLarge: 100,
    run: killAgain,
  },
];
