/** A real Slurm with two nodes of one processor each on this machine: all of it in a folder of its own, ended by `close`. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const PROGRAMS = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "sinfo"];
const FOLDERS = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];

/** Daemons change users, so they run for root alone. Debian has them in the packages slurm-wlm and munge. */
export const hasSlurm =
  process.getuid?.() === 0 &&
  PROGRAMS.every((name) => FOLDERS.some((folder) => existsSync(join(folder, name))));

export interface Slurm {
  /** Runs a command of Slurm. @returns What it prints. @throws what it says if it fails. */
  readonly run: (name: string, args: readonly string[], folder: string) => string;
  /** Waits until no job is queued or runs. @throws the queue, after this long. */
  readonly done: (seconds: number) => Promise<void>;
  /** Ends a node at once, with all that runs on it, as if its power were cut. */
  readonly kill: (node: NodeName) => Promise<void>;
  readonly close: () => Promise<void>;
}

export type NodeName = (typeof NODES)[number];

const NODES = ["n1", "n2"] as const;

/** @param folder Empty; for its keys, logs and states. */
export async function startSlurm(folder: string): Promise<Slurm> {
  for (const name of ["state", ...NODES]) await mkdir(join(folder, name), { recursive: true });
  const file = (name: string): string => join(folder, name);
  await writeFile(file("munge.key"), randomBytes(1024), { mode: 0o400 });
  await writeFile(file("slurm.conf"), configuration(folder, await freePorts(1 + NODES.length)));
  const env = { ...process.env, SLURM_CONF: file("slurm.conf") };
  const run: Slurm["run"] = (name, args, cwd) => {
    const { status, stdout, stderr, error } = spawnSync(name, args, { cwd, env, encoding: "utf8" });
    if (status === 0) return stdout.trim();
    throw new Error(`${name} ${args.join(" ")}: ${error?.message ?? stderr}`);
  };
  const kept = {
    key: "munge.key",
    socket: "munge.sock",
    pid: "munge.pid",
    log: "munge.log",
    seed: "munge.seed",
  };
  const [key, ...others] = Object.entries(kept).map(
    ([flag, name]) => `--${flag}${/key|pid|log|seed/.test(flag) ? "-file" : ""}=${file(name)}`,
  );
  run("munged", ["--force", key ?? "", ...others], folder);
  run("slurmctld", ["-f", file("slurm.conf")], folder);
  for (const node of NODES) run("slurmd", ["-f", file("slurm.conf"), "-N", node], folder);
  const kill: Slurm["kill"] = async (node) => {
    const pid = Number(await readFile(join(folder, node, "d.pid"), "utf8"));
    const all = [pid, ...(await processesOf(node))];
    // They stop at once, so that none is left to report the end of another.
    for (const name of ["SIGSTOP", "SIGKILL"] as const) for (const each of all) signal(each, name);
  };
  const done: Slurm["done"] = async (seconds) => {
    const end = Date.now() + seconds * 1000;
    while (run("squeue", ["--noheader"], folder) !== "") {
      if (Date.now() > end)
        throw new Error(`Jobs are not done after ${seconds} s:\n${run("squeue", [], folder)}`);
      await wait(250);
    }
  };
  const close: Slurm["close"] = async () => {
    for (const node of NODES) await kill(node).catch(() => undefined);
    for (const name of ["ctld.pid", "munge.pid"])
      signal(Number(await readFile(file(name), "utf8").catch(() => "0")), "SIGKILL");
  };
  return { run, done, kill, close };
}

/** The tasks of a node, as their environment says, and first what started them: that runs for no node by name. */
async function processesOf(node: NodeName): Promise<number[]> {
  const [parents, tasks] = [new Set<number>(), new Set<number>()];
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (!environment.split("\0").includes(`SLURMD_NODENAME=${node}`)) continue;
    tasks.add(Number(pid));
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    const parent = /^PPid:\s*(\d+)$/m.exec(status)?.[1] ?? "";
    const name = await readFile(`/proc/${parent}/comm`, "utf8").catch(() => "");
    if (name.startsWith("slurmstepd")) parents.add(Number(parent));
  }
  return [...parents, ...tasks];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (pid > 0) process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

function configuration(folder: string, [controller, ...ports]: readonly number[]): string {
  const nodes = NODES.map(
    (node, i) =>
      `NodeName=${node} NodeHostname=localhost NodeAddr=127.0.0.1 Port=${ports[i]} CPUs=1 RealMemory=4000`,
  );
  return `ClusterName=t
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${controller}
AuthType=auth/munge
AuthInfo=socket=${folder}/munge.sock
CryptoType=crypto/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/%n
SlurmctldPidFile=${folder}/ctld.pid
SlurmdPidFile=${folder}/%n/d.pid
SlurmctldLogFile=${folder}/ctld.log
SlurmdLogFile=${folder}/%n/d.log
SlurmdTimeout=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
${nodes.join("\n")}
PartitionName=p Nodes=${NODES.join()} Default=YES MaxTime=INFINITE State=UP
`;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
