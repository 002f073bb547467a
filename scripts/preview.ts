/** `npm run preview`: serves dist/ as it is. */
import { existsSync } from "node:fs";
import { serve } from "./serve.ts";

if (existsSync("dist/index.html")) {
  const { address } = await serve("dist", process.env["BASE"], 4321);
  console.log(`\n  Headland is at ${address}\n  Stop it with Ctrl-C.\n`);
} else {
  console.error("dist/index.html is missing: expected a built site. Run npm run build first.");
  process.exitCode = 1;
}
