/** `npm run check`: what finds mistakes without running the code. Linting takes as long as all the rest, so both run at once. */
import { spawn } from "node:child_process";
import { once } from "node:events";

const PARTS = ["check:lint", "check:rest"];

const codes = await Promise.all(PARTS.map(run));
process.exitCode = Math.max(...codes);

/** Prints what a part says once it has ended. @returns Its exit code. */
async function run(part: string): Promise<number> {
  const child = spawn("npm", ["run", "--silent", part], {
    shell: process.platform === "win32",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, FORCE_COLOR: process.stdout.isTTY ? "1" : "0" },
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => said.push(bytes));
  const [code] = (await once(child, "close")) as [number | null];
  process.stdout.write(Buffer.concat(said));
  return code ?? 1;
}
