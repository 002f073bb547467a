/** numpy, where this machine has it: reads and writes arrays independently of Headland. */
import { execFileSync } from "node:child_process";

const PYTHON = ["/usr/bin/python3", "python3"];

function runs(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import numpy"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const python = PYTHON.find(runs);
export const hasNumpy = python !== undefined;

/** Runs a program that has imported numpy as np and json. @returns What it prints, as JSON. */
export function numpy(program: string, folder: string): unknown {
  const lines = `import json\nimport numpy as np\n${program}`;
  const printed = execFileSync(python ?? "python3", ["-c", lines], { cwd: folder, encoding: "utf8" });
  return printed === "" ? undefined : JSON.parse(printed);
}
