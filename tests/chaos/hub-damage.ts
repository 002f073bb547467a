/** A byte of the hub's cache on this machine that the disk gives back otherwise. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startMockHub } from "../helpers/mock-hub.ts";
import { runCommand } from "./command.ts";
import { damageOne } from "./damage.ts";
import type { Case, CaseEnd, Kind } from "./kind.ts";
import { listing } from "./look.ts";
import { buildUndisturbed, newRoot, type Stage } from "./stage.ts";
import { afterwards, endedWell } from "./verdict.ts";

const REPO = "org/tiny";
const CACHE = "/hub(/|$)";
/** As in a root's own cache: its path must be the same wherever the root is. */
const environment = (endpoint: string): NodeJS.ProcessEnv => ({
  HF_ENDPOINT: endpoint,
  HF_HUB_CACHE: "hub",
  HF_HUB_OFFLINE: "",
});

interface HubStage {
  readonly stage: Stage;
  readonly env: NodeJS.ProcessEnv;
}

const stages = new WeakMap<Stage, Promise<HubStage>>();

/** The same stage with a model that comes from a hub; made once. */
function onHub(stage: Stage): Promise<HubStage> {
  const known = stages.get(stage) ?? openHub(stage);
  stages.set(stage, known);
  return known;
}

async function openHub(stage: Stage): Promise<HubStage> {
  const weights = join(stage.built, "content/weights/tiny");
  const names = (await readdir(weights, { recursive: true })).filter((name) => /\.(json|onnx)$/.test(name));
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(join(weights, name))] as const),
  );
  const { endpoint } = await startMockHub(REPO, Object.fromEntries(files), (end) => stage.endings.push(end));
  const root = await newRoot(stage);
  await rm(join(root, "content/models"), { recursive: true });
  await mkdir(join(root, "content/models"));
  await writeFile(
    join(root, "content/models/far.yaml"),
    `name: Far\nsource: hub:${REPO}\ndatasets: [lines]\n`,
  );
  const env = environment(endpoint);
  return { env, stage: { ...stage, built: root, ...(await buildUndisturbed(root, env)) } };
}

/** Nothing is left but the cache: what it gives is what is built. Every other case is offline first. */
async function damageHub({ stage: whole, random, index }: Case): Promise<CaseEnd> {
  const { stage, env } = await onHub(whole);
  const root = await newRoot(stage, { isBuilt: true });
  for (const name of [".headland", "public"]) await rm(join(root, name), { recursive: true });
  const what = await damageOne(join(root, "hub"), random, /^[\da-f]{40,64}$/);
  if (index % 2 === 0) return { what, findings: await afterwards(stage, root, { env }) };
  const offline = await runCommand(root, { env: { ...env, HF_HUB_OFFLINE: "1" } });
  const isNamedError = offline.exitCode !== 0;
  const isUsed = isNamedError ? [] : ["it is built from damaged files"];
  return {
    what: `${what}, offline`,
    isNamedError,
    findings: [...endedWell(offline), ...isUsed, ...(await afterwards(stage, root, { env }))],
  };
}

/** At each operation on the cache: before it, and where it writes bytes, when it has written half of them. */
async function killInCache({ stage: whole, index }: Case): Promise<CaseEnd> {
  const { stage, env } = await onHub(whole);
  const root = await newRoot(stage);
  const [at, isHalf] = [index >> 1, index % 2 === 1];
  const { nCounted } = await runCommand(root, { env, fault: { what: "kill", on: CACHE, at, isHalf } });
  const findings = await afterwards(stage, root, { env });
  const expected = new Set(await listing(join(stage.built, "hub")));
  const left = (await listing(join(root, "hub"))).filter((name) => !expected.has(name));
  return {
    what: `killed ${isHalf ? "in the middle of" : "before"} operation ${at}${nCounted <= at ? ", which did not come" : ""}`,
    findings: [...findings, ...(left.length > 0 ? [`left over in the cache: ${left.join(", ")}`] : [])],
  };
}

async function cacheOperations(whole: Stage): Promise<number> {
  const { stage, env } = await onHub(whole);
  const run = await runCommand(await newRoot(stage), { env, fault: { what: "kill", on: CACHE, at: 1e9 } });
  return 2 * run.nCounted;
}

export const HUB_DAMAGE: readonly Kind[] = [
  { name: "flip-hub", title: "a byte of the hub's cache", nSmall: 1, nLarge: 25, run: damageHub },
  {
    name: "kill-hub",
    title: "kill −9 at every file operation on the hub's cache",
    nSmall: 2,
    nLarge: cacheOperations,
    run: killInCache,
  },
];
