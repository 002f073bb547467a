/** The outermost error handler of a command: it reports uncaught errors in the usual form, without a stack. */
import { basename, extname } from "node:path";
import { pathToFileURL } from "node:url";
import { ownCommand } from "#package/own-command.ts";
import type { UserError } from "#pipeline/errors.ts";
import { asUserError } from "#pipeline/problems/as-user-error.ts";
import { detailsOf } from "#pipeline/problems/fault-report.ts";
import { exitCodeOf } from "./stop.ts";

const WORK_FOLDER = ".headland";

/** Flags that a command passes on to the scripts that it runs. */
export const PASSED_ON: readonly string[] = process.argv.filter((flag) => flag === "--verbose");

/** Commands whose script has another name. */
const COMMANDS: Readonly<Record<string, string>> = {
  "build-atlas": "atlas",
  "build-offline": "build",
  "build-site": "build",
  "inspect-model": "inspect",
  "merge-units": "merge",
};

/**
 * Runs one of our scripts, with the arguments in `process.argv`. If it fails while it loads, while it runs, or in a promise
 * that nobody awaits, the process prints the reason and ends with exit code 1.
 */
export async function guard(script: string): Promise<void> {
  const file = basename(script, extname(script));
  const name = ownCommand(COMMANDS[file] ?? file);
  const end = (thrown: unknown): never => {
    // The reader of our output has ended, as in `npm run atlas | head`, so there is nowhere to print.
    if ((thrown as NodeJS.ErrnoException | undefined)?.code === "EPIPE") process.exit(exitCodeOf("SIGPIPE"));
    tell(name, thrown);
    process.exit(1);
  };
  process.on("uncaughtException", end);
  try {
    await import(pathToFileURL(script).href);
  } catch (error) {
    end(error);
  }
}

/** Prints why a command fails. */
export function tell(name: string, thrown: unknown): void {
  console.error(toldText(asTold(name, thrown)));
}

/** @param name The name of the command in messages. */
export function asTold(name: string, thrown: unknown): UserError {
  return asUserError(thrown, { name, workFolder: WORK_FOLDER });
}

/** The message; with `--verbose` also its cause with the stack. */
export function toldText({ message, cause }: UserError): string {
  return PASSED_ON.length > 0 && cause !== undefined ? `${message}\n${detailsOf(cause)}` : message;
}
