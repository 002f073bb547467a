/** What a command costs: time, processor time and memory of it and all its children. Linux only. */
import { spawn } from "node:child_process";
import { watchMemory } from "../helpers/process-tree.ts";

export interface ProcessCost {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

/**
 * @param command For a shell.
 * @param name What it is called if it fails.
 */
export async function measureProcess(
  command: string,
  { name, cwd, env }: { name: string; cwd: string; env: NodeJS.ProcessEnv },
): Promise<ProcessCost> {
  const began = performance.now();
  const child = spawn("bash", ["-c", `TIMEFORMAT='cpu %U %S'; time ${command}`], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
    env,
  });
  const memory = watchMemory(child.pid ?? 0);
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const peakMb = memory.stop();
  if (code !== 0) throw new Error(`${name} failed:\n${said}`);
  const [, user = "", system = ""] = /cpu ([\d.]+) ([\d.]+)/.exec(said) ?? [];
  return { seconds: (performance.now() - began) / 1000, cpuSeconds: Number(user) + Number(system), peakMb };
}
