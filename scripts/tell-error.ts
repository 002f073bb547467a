/** Prints an error of `npm run inspect`. */
import { ownCommand } from "#package/own-command.ts";
import { asTold, toldText } from "./guard.ts";

export function tellError(error: unknown, isJson: boolean | undefined): void {
  const told = toldText(asTold(ownCommand("inspect"), error));
  if (isJson) console.log(JSON.stringify({ error: told }));
  else console.error(told);
  process.exitCode = 1;
}
