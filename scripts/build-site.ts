/** Builds the pages of the finished atlases with Astro. */
import { build } from "astro";
import { exitCodeOf, onStop } from "./stop.ts";

const undo = onStop((signal) => {
  console.error("Stopped. The site is not finished; the next start builds it again.");
  process.exit(exitCodeOf(signal));
});
await build({ logLevel: process.argv.includes("--quiet") ? "error" : "info" });
undo();
