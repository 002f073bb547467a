/** Serves a folder in a process of its own, whose limit of open files a test has lowered. Prints the address. */
import { serve } from "../../scripts/serve.ts";

const { address } = await serve(process.argv[2] ?? "dist");
console.log(address);
