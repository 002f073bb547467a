import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { tempFolder } from "../../helpers/temp-folder.ts";

const HELPERS = join(import.meta.dirname, "../../helpers");
const STOP = join(import.meta.dirname, "../../../scripts/stop.ts");

interface Running {
  readonly command: ChildProcess;
  readonly childPid: number;
  /** What the child has printed. */
  readonly lines: string[];
}

/** A command whose child gets ready, says which process it is, and then runs the rest. */
async function running(ready: string, rest = ""): Promise<Running> {
  const script = join(await tempFolder(), "child.mjs");
  await writeFile(script, `${ready}\nconsole.log(process.pid);\n${rest}`);
  const command = spawn(process.execPath, [join(HELPERS, "run-child-once.ts"), script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const output = createInterface(command.stdout);
  const [pid] = (await once(output, "line")) as [string];
  output.on("line", (line) => lines.push(line));
  const childPid = Number(pid);
  onTestFinished(() => {
    command.kill("SIGKILL");
    if (isAlive(childPid)) process.kill(childPid, "SIGKILL");
  });
  return { command, childPid, lines };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A child that ends itself, with exit code 7, when it is asked to. */
const IN_ORDER = `
  import { onStop } from ${JSON.stringify(STOP)};
  const timer = setInterval(() => {}, 1000);
  const undo = onStop((signal) => {
    console.log("in order after " + signal);
    clearInterval(timer);
    undo();
    process.exitCode = 7;
  });
`;
/** A child that listens to signals and never comes to hear one. */
const DEAF = `for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});`;
const ENDLESS = "for (;;);";

describe("runChild", () => {
  it("ends with the child's own exit code", async () => {
    const { command } = await running("process.exitCode = 3;");
    expect(await once(command, "exit")).toEqual([3, null]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "hands %s on and lets the child leave things in order",
    async (signal) => {
      const { command, lines } = await running(IN_ORDER);
      command.kill(signal);
      expect(await once(command, "exit")).toEqual([7, null]);
      expect(lines).toContain(`in order after ${signal}`);
    },
  );

  it("ends a child that is too busy to hear, and counts as stopped by the signal", async () => {
    const { command, childPid, lines } = await running(DEAF, ENDLESS);
    command.kill("SIGTERM");
    expect(await once(command, "exit")).toEqual([143, null]);
    expect(lines.at(-1)).toBe('{"exitCode":143,"stoppedBy":"SIGTERM"}');
    expect(isAlive(childPid)).toBe(false);
  });

  it("ends a busy child at once at the second Ctrl-C", async () => {
    const { command, childPid } = await running(DEAF, ENDLESS);
    const exit = once(command, "exit");
    command.kill("SIGINT");
    // Two signals at one moment would count as one.
    await new Promise((resolve) => setTimeout(resolve, 100));
    command.kill("SIGINT");
    expect(await exit).toEqual([130, null]);
    expect(isAlive(childPid)).toBe(false);
  });

  it("lets the child end in order when the command itself is killed", async () => {
    const { command, childPid } = await running(IN_ORDER);
    command.kill("SIGKILL");
    await expect.poll(() => isAlive(childPid)).toBe(false);
  });

  it("also when that was before the child could listen", async () => {
    const waits = "await new Promise((resolve) => setTimeout(resolve, 1000));";
    const { command, childPid } = await running("", `${waits}\n${IN_ORDER}`);
    command.kill("SIGKILL");
    await expect.poll(() => isAlive(childPid)).toBe(false);
  });
});
