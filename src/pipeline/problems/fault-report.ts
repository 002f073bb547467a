/** What is kept of a fault: enough to find it, in a file, so that it need not stand on the screen. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import packageJson from "../../../package.json" with { type: "json" };

/** Where something was thrown. */
export interface Place {
  /** What was being done, as messages name it, e.g. `tiny-gpt/stories`. */
  readonly name: string;
  /** Below it the details of faults are kept, e.g. `.headland`; nowhere if not given. */
  readonly workFolder?: string;
}

/** Where faults are reported. */
export const REPORT_TO = packageJson.bugs;

const ASK = "The same command with --verbose shows the details.";

/** Writes the details of a fault. @returns A sentence that says where they are. */
export function writeReport(thrown: unknown, { name, workFolder }: Place): string {
  if (workFolder === undefined) return ASK;
  const folder = join(workFolder, "faults");
  const file = join(folder, `${name.replaceAll(/[^\w.-]+/g, "--")}.txt`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, reportOf(thrown, name));
    return `The details are in ${file}.`;
  } catch {
    // A disk that takes no report must not hide what is reported.
    return ASK;
  }
}

/** Versions, the command, and the error with its stack and causes. */
function reportOf(thrown: unknown, name: string): string {
  return [
    `Headland ${packageJson.version}, Node ${process.version}, ${process.platform} ${process.arch}`,
    `Command: ${process.argv.slice(1).join(" ")}`,
    `In work: ${name}`,
    "",
    detailsOf(thrown),
    "",
  ].join("\n");
}

/** An error with its stack and its causes. */
export function detailsOf(thrown: unknown): string {
  return inspect(thrown, { depth: 8, breakLength: 120 });
}
