/** Runs `npm run atlas` in a folder, with a fault in its way or without. */
import { spawn, type ChildProcess } from "node:child_process";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FAULT_VARIABLE, type Fault } from "./fault.ts";

export const CHECKOUT = join(import.meta.dirname, "../..");
const PRELOAD = pathToFileURL(join(import.meta.dirname, "preload.ts")).href;
/** Flags of every build that does not say otherwise. */
const DEFAULTS = { "--methods": "pca", "--workers": "1" };
/** A build takes two seconds; one that takes so long hangs. */
const HANGS_MS = 120_000;

export interface CommandOptions {
  readonly args?: readonly string[];
  readonly fault?: Omit<Fault, "counter">;
  readonly env?: NodeJS.ProcessEnv;
  /** Handles that a process may have open, as `ulimit -n` sets it. */
  readonly mostHandles?: number;
  /** Flags of Node. */
  readonly nodeOptions?: string;
  /** Folder with `scripts/`; this one if not given. */
  readonly checkout?: string;
}

export interface Run {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it said, both streams. */
  readonly text: string;
  /** It was ended because it did not end. */
  readonly hasHung: boolean;
  /** Its number, which is that of its group, too. */
  readonly pid: number;
  /** Operations that its fault looked at, or bytes. */
  readonly nCounted: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
}

let nRuns = 0;

export function startCommand(root: string, options: CommandOptions = {}): Started {
  const { args = [], fault, mostHandles, checkout = CHECKOUT } = options;
  const counter = join(root, "..", `counter-${process.pid}-${nRuns++}`);
  const flags = [fault ? `--import=${PRELOAD}` : "", options.nodeOptions ?? ""].join(" ").trim();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_OPTIONS: flags,
    [FAULT_VARIABLE]: fault ? JSON.stringify({ ...fault, counter } satisfies Fault) : "",
    ...options.env,
  };
  const defaults = Object.entries(DEFAULTS).flatMap((pair) => (args.includes(pair[0]) ? [] : pair));
  const scripts = ["check-node.js", "atlas.ts"].map((name) => join(checkout, "scripts", name));
  const node = [...scripts, ...defaults, ...args];
  const limited = ["-c", `ulimit -n ${mostHandles ?? 0} && exec "$0" "$@"`, process.execPath, ...node];
  const [program, list] = mostHandles === undefined ? [process.execPath, node] : ["bash", limited];
  // A group of its own: whatever it leaves running is found, and ended with it.
  const child = spawn(program, list, { cwd: root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  return { child, ended: endOf(child, counter) };
}

export function runCommand(root: string, options: CommandOptions = {}): Promise<Run> {
  return startCommand(root, options).ended;
}

async function endOf(child: ChildProcess, counter: string): Promise<Run> {
  let text = "";
  let hasHung = false;
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const timer = setTimeout(() => {
    hasHung = true;
    killGroup(child.pid ?? 0);
  }, HANGS_MS);
  const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, by) => resolve([code, by]));
  });
  // Closed once no process of the group holds them: a child that outlives its parent is waited for.
  if (!(child.stdout?.closed ?? true)) await new Promise((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  const nCounted = await stat(counter).then(
    ({ size }) => size,
    () => 0,
  );
  return { exitCode, signal, text, hasHung, pid: child.pid ?? 0, nCounted };
}

/** Ends a command and all that it has started. @returns Whether there was any. */
export function killGroup(pid: number): boolean {
  try {
    process.kill(-pid, "SIGKILL");
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
