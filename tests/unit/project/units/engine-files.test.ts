/** The files of engines: other programs can read them, and what they run is what Headland understands. */
import { spawnSync } from "node:child_process";
import { load, loadAll } from "js-yaml";
import { describe, expect, it } from "vitest";
import { parseUnit } from "#pipeline/units/unit.ts";
import { ENGINE_FILES, ENGINES, parseEngines } from "../../../../src/project/units/engine-files.ts";
import { N_UNITS } from "../../../../src/project/units/n-units.ts";

interface Step {
  readonly run?: string;
  readonly uses?: string;
}

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly permissions?: object; readonly steps: readonly Step[] }>>;
}

interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly completions?: number;
    readonly completionMode?: string;
    readonly suspend?: boolean;
    readonly template: {
      readonly spec: {
        readonly containers: readonly {
          readonly command: readonly string[];
          readonly env?: readonly { readonly name: string; readonly value: string }[];
        }[];
      };
    };
  };
}

const slurm = ENGINE_FILES.slurm.text("npm");
const jobs = loadAll(ENGINE_FILES.kubernetes.text("npm")) as Job[];
const workflow = load(ENGINE_FILES.github.text("npm")) as Workflow;

/** Runs shell code, with a program in place of npx that prints its arguments. */
function argumentsIn(code: string, env: Readonly<Record<string, string>>): string[] {
  const told = `npx() { echo "$*"; }\n${code.replaceAll("exec npx", "npx")}`;
  const { stdout, stderr, status } = spawnSync("sh", ["-c", told], { env, encoding: "utf8" });
  expect([stderr, status]).toEqual(["", 0]);
  return stdout.trim().split(" ");
}

function unitIn(given: readonly string[]): ReturnType<typeof parseUnit> {
  expect(given.slice(0, 3)).toEqual(["headland", "atlas", "--unit"]);
  expect(given.slice(4, 6)).toEqual(["--store", "store"]);
  return parseUnit(given[3] ?? "");
}

describe("the file of an engine", () => {
  it("has shell code that a shell can read", () => {
    const inWorkflow = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.flatMap(({ run }) => run ?? []),
    );
    const [units] = jobs;
    const inJob = units?.spec.template.spec.containers.map(({ command }) => command[2] ?? "") ?? [];
    for (const code of [slurm, ...inWorkflow, ...inJob]) {
      const { stderr, status } = spawnSync("bash", ["-n"], { input: code, encoding: "utf8" });
      expect([stderr, status]).toEqual(["", 0]);
    }
  });

  it("for Slurm makes the unit of its task, and as many units as tasks", () => {
    expect(/^#SBATCH --array=1-(\d+)$/m.exec(slurm)?.[1]).toBe(String(N_UNITS));
    const given = argumentsIn(slurm, { SLURM_ARRAY_TASK_ID: "3", SLURM_CPUS_PER_TASK: "4" });
    expect(unitIn(given)).toEqual({ index: 3, count: N_UNITS });
    expect(given.slice(6)).toEqual(["--workers", "4"]);
    // Slurm reads its options only before the first command.
    expect(slurm.split("\n").findLastIndex((line) => line.startsWith("#SBATCH"))).toBeLessThan(
      slurm.split("\n").findIndex((line, i) => i > 0 && line !== "" && !line.startsWith("#")),
    );
  });

  it("for Kubernetes makes the unit of its index, which counts from 0, and merges when resumed", () => {
    const [units, merge] = jobs;
    expect(units?.spec).toMatchObject({ completionMode: "Indexed", completions: N_UNITS });
    const [container] = units?.spec.template.spec.containers ?? [];
    const count = container?.env?.find(({ name }) => name === "UNITS")?.value ?? "";
    const given = argumentsIn(container?.command[2] ?? "", { JOB_COMPLETION_INDEX: "0", UNITS: count });
    expect(unitIn(given)).toEqual({ index: 1, count: N_UNITS });
    expect(merge?.spec.suspend).toBe(true);
    expect(merge?.spec.template.spec.containers[0]?.command).toEqual([
      ...["npx", "headland", "merge", "--store", "store"],
    ]);
  });

  it("for GitHub lists the units, makes each, and merges; no job may write", () => {
    expect(Object.keys(workflow.jobs)).toEqual(["list", "unit", "merge"]);
    const runOf = (job: string, part: string): string =>
      workflow.jobs[job]?.steps.find(({ run }) => run?.includes(part))?.run ?? "";
    const list = runOf("list", "seq").replace(/ >> .*/, "");
    expect(argumentsIn(list, { UNITS: "3", PATH: process.env["PATH"] ?? "" })).toEqual(["units=[1,2,3]"]);
    expect(unitIn(argumentsIn(runOf("unit", "--unit"), { UNIT: "2", UNITS: "3" }))).toEqual({
      index: 2,
      count: 3,
    });
    for (const { permissions = {} } of Object.values(workflow.jobs))
      expect(Object.values(permissions)).not.toContain("write");
    const actions = Object.values(workflow.jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => uses ?? []),
    );
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
    // A word of the author's never becomes a part of shell code.
    const code = Object.values(workflow.jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(code.join()).not.toContain("${{");
  });

  it("is asked for by name", () => {
    expect(parseEngines("slurm")).toEqual(["slurm"]);
    expect(parseEngines("kubernetes, github")).toEqual(["github", "kubernetes"]);
    expect(["", "Slurm", "slurm,slurm", "slurm,pbs"].map(parseEngines)).toEqual(Array(4).fill(undefined));
    expect(new Set(ENGINES.map((engine) => ENGINE_FILES[engine].path)).size).toBe(ENGINES.length);
  });
});
