/** Prints the kernels' hashes on the Node that runs this, as JSON. */
import { kernelHashes } from "../helpers/kernel-hashes.ts";

console.log(JSON.stringify({ version: process.versions.node, hashes: kernelHashes() }));
