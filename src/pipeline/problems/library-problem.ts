/** Describes libraries that cannot be loaded, or that fail, by their purpose in Headland. */
import { basename } from "node:path";
import { ENGINE, ENGINE_VERSION } from "#package/engine.ts";
import { isRepository } from "#package/own-command.ts";
import type { Problem } from "../errors.ts";

/** The purpose of each library. */
const ROLES: Readonly<Record<string, string>> = {
  "onnxruntime-node": "runs the models",
  sharp: "reads and writes pictures",
  "@huggingface/tokenizers": "cuts texts into tokens",
  cacache: "keeps results in .headland/store",
  tinypool: "hands work to threads",
  "js-yaml": "reads the YAML files of content/",
  "csv-parse": "reads .csv files",
  zod: "checks files",
  commander: "reads the flags of commands",
  "cli-progress": "shows progress",
  "umap-js": "lays out maps with engine: umap-js",
  astro: "makes the pages",
  vite: "makes the pages",
  send: "serves the site",
};

const KERNELS = "src/kernels/kernels.wasm";
const IS_REPOSITORY = isRepository();
const ANEW = `Reinstall the libraries on this machine: ${IS_REPOSITORY ? "npm ci" : "npm install"}.`;
const RESTORE_KERNELS = `Restore it (git checkout ${KERNELS}), or compile it again: npm run kernels.`;
const HEADLAND_ANEW = "Reinstall Headland: npm install headland.";
/** Files that Headland consists of, as opposed to those that it reads or writes. */
const OWN_FILE = /[\\/](?:src|scripts)[\\/][^'"]*\.(?:ts|tsx|js|wasm|astro)$/;
const LOAD_CODES = [
  "ERR_MODULE_NOT_FOUND",
  "MODULE_NOT_FOUND",
  "ERR_DLOPEN_FAILED",
  "ERR_UNSUPPORTED_DIR_IMPORT",
];

/** `the library sharp (reads and writes pictures)` */
export function describeLibrary(library: string): string {
  const role = Object.hasOwn(ROLES, library) ? ` (${ROLES[library]})` : "";
  return `the library ${library}${role}`;
}

/** A library, or a file of Headland itself, that is missing or was made for another machine; undefined for other errors. */
export function loadProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code = "", path } = error as NodeJS.ErrnoException;
  const received = firstLine(error);
  if (error.name === "CompileError" || error.name === "LinkError" || basename(path ?? "") === "kernels.wasm")
    return {
      what: "the compiled kernels cannot be loaded",
      where: KERNELS,
      expected: "the file that comes with Headland",
      received,
      cure: IS_REPOSITORY ? RESTORE_KERNELS : HEADLAND_ANEW,
    };
  const isLoading = LOAD_CODES.includes(code) || /^Could not load the "[\w-]+" module/.test(error.message);
  if (!isLoading) return undefined;
  const library = libraryIn(error.message) ?? libraryOf(error);
  if (library === undefined)
    return {
      what: "a file of Headland itself is missing",
      where: fileIn(error.message) ?? "Headland",
      expected: "all files that come with it",
      received,
      cure: IS_REPOSITORY
        ? "Restore it (git status shows what is missing), or download Headland again."
        : HEADLAND_ANEW,
    };
  const isForeign = code === "ERR_DLOPEN_FAILED";
  if (library === ENGINE && !isForeign && !IS_REPOSITORY)
    return {
      what: `${describeLibrary(library)} is not installed`,
      where: "package.json",
      expected: `${ENGINE} ${ENGINE_VERSION} among the dependencies`,
      received,
      cure: `Install it: npm install --ignore-scripts ${ENGINE}@${ENGINE_VERSION}.`,
    };
  return {
    what: `${describeLibrary(library)} does not load`,
    where: `node_modules/${library}`,
    expected: isForeign ? "native code for this machine" : "all of its files",
    received,
    cure: isForeign
      ? `${ANEW} If that does not help, the system is older than the library allows (glibc), or is one that it does not support.`
      : ANEW,
  };
}

/** The library that threw the error, found in its stack; undefined if our own code threw it. */
export function libraryOf(error: Error): string | undefined {
  let called: string | undefined;
  for (const line of (error.stack ?? "").split("\n").filter((each) => /^\s+at /.test(each))) {
    const library = libraryIn(line);
    if (library !== undefined) called = library;
    else if (!/node:|<anonymous>/.test(line)) break;
  }
  return called;
}

/** How messages name a package that was not found. */
const NOT_FOUND = [
  /Cannot find package '((?:@[\w.-]+\/)?[\w.-]+)/,
  /Could not load the "([\w-]+)" module/,
  /Cannot find module '((?:@[\w.-]+\/)?[a-zA-Z][\w.-]*)[/']/,
];

/** The innermost package that a text names, as a folder or as a package that was not found. */
function libraryIn(text: string): string | undefined {
  for (const pattern of NOT_FOUND) {
    const [, missing] = pattern.exec(text) ?? [];
    if (missing !== undefined) return missing;
  }
  const inside = [...text.matchAll(/node_modules[\\/]((?:@[\w.-]+[\\/])?[\w.-]+)[\\/]/g)];
  const library = inside.map(([, name = ""]) => name.replaceAll("\\", "/")).at(-1);
  // In a project, Headland's own code is in node_modules, too.
  return library === "headland" ? undefined : library;
}

function fileIn(message: string): string | undefined {
  return [...message.matchAll(/'([^']+)'/g)].map(([, file = ""]) => file).find((file) => OWN_FILE.test(file));
}

function firstLine({ message }: Error): string {
  return (message.split("\n")[0] ?? "").slice(0, 400);
}
