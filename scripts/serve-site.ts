/** Serves a built site, and says where it is and how its claims stand. */
import { PASSED_ON } from "./guard.ts";
import { runChild } from "./run-child.ts";
import { serve, type Served } from "./serve.ts";
import { siblingScript } from "./sibling-script.ts";

/**
 * @param folder Of the site. @param base Below which it is served; the root if left out. @param port The first one that is tried.
 * @returns The site that is served, and the exit code of the claims: 0 unless they could not be checked at all.
 */
export async function serveSite(
  folder: string,
  base: string | undefined,
  port: number,
): Promise<{ readonly served: Served; readonly exitCode: number }> {
  const served = await serve(folder, base, port);
  const { address } = served;
  const asked = ["--brief", "--at", address, ...PASSED_ON];
  const { exitCode, stoppedBy } = await runChild(siblingScript("claims"), asked);
  if (stoppedBy !== undefined) process.exit(exitCode);
  console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
  return { served, exitCode };
}
