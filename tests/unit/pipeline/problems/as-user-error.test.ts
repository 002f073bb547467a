import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getSystemErrorMap } from "node:util";
import { describe, expect, it } from "vitest";
import { CODE } from "../../../../src/site/links.ts";
import { ConfigError, FaultError, MachineError } from "#pipeline/errors.ts";
import { asUserError } from "#pipeline/problems/as-user-error.ts";
import { REPORT_TO } from "#pipeline/problems/fault-report.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const PLACE = { name: "tiny/lines" };

/** An error as Node's file functions throw it. */
function systemError(code: string, more: object = { syscall: "write" }): Error {
  return Object.assign(new Error(`${code}: no matter what, write`), { code, ...more });
}

/** Text in the one form: where, what, expected, received, cure. */
const FORM =
  /^(?<where>.+?): (?<what>.+): expected (?<expected>.+), received (?<received>.+)\.\n {2}(?<cure>.+)$/s;

describe("errors of the system", () => {
  it.each([
    ["ENOSPC", "the disk is full", "Free some space"],
    ["EDQUOT", "the disk quota of this user is used up", "Free some space"],
    ["EROFS", "this file system is read-only", "Mount it so that it can be written"],
    ["EACCES", "the system denies access", "Change its owner or permissions"],
    ["EPERM", "the system denies access", "Change its owner or permissions"],
    ["EMFILE", "too many files are open at once", "ulimit -n"],
    ["ENFILE", "too many files are open on this machine", "ulimit -n"],
    ["ENOTDIR", "a file stands where a folder belongs", "Move that file away"],
    ["EISDIR", "a folder stands where a file belongs", "Move that folder away"],
    ["ENOENT", "a file or folder is missing", "Check the path"],
    ["EEXIST", "another program uses this place", "Close what uses it"],
    ["ENOTEMPTY", "another program uses this place", "Close what uses it"],
    ["EBUSY", "another program uses this place", "Close what uses it"],
    ["EIO", "the disk cannot be read or written", "Check the disk"],
    ["ELOOP", "links lead in a circle", "Remove the link"],
    ["ENAMETOOLONG", "the path is longer than the system takes", "shorter names"],
    ["EXDEV", "a file cannot be moved from one disk to another", "Mount whole folders"],
    ["ENOMEM", "the memory is used up", "--workers 1"],
    ["EINTEGRITY", "results that were kept are damaged", "Remove .headland/store"],
  ])("are told by what they mean: %s", (code, what, cure) => {
    const { message } = asUserError(systemError(code, { path: "/a/b", syscall: "open" }), PLACE);
    const { groups } = FORM.exec(message)!;
    expect(groups).toMatchObject({
      where: "/a/b",
      what: expect.stringContaining(what) as string,
      cure: expect.stringContaining(cure) as string,
    });
    expect(groups?.["received"]).toContain(code);
  });

  it("are told by the system's own words where nothing more is known, whatever the code", () => {
    for (const [code, text] of getSystemErrorMap().values()) {
      const told = asUserError(systemError(code), PLACE);
      expect(told).toBeInstanceOf(MachineError);
      expect(told.message).toContain(`received ${code} (${text}, write)`);
    }
  });

  it("name what was being done where they name no path", () => {
    expect(asUserError(systemError("ENOSPC"), PLACE).message).toMatch(/^tiny\/lines: the disk is full/);
  });

  it("name both ends of a move", () => {
    const error = systemError("EXDEV", { syscall: "rename", path: "a", dest: "b" });
    expect(asUserError(error, PLACE).message).toContain(
      "received EXDEV (cross-device link not permitted, rename to b)",
    );
  });

  it("are found by their message where a thread has taken their code, and behind what they have caused", async () => {
    const thrown: unknown = await readFile("/nowhere/at all").catch((error: unknown) => error);
    const bare = new Error((thrown as Error).message);
    const wrapped = new TypeError("fetch failed", { cause: new AggregateError([thrown], "all of them") });
    for (const error of [thrown, bare, wrapped])
      expect(asUserError(error, PLACE).message).toMatch(/^\/nowhere\/at all: a file or folder is missing/);
  });

  it("are those of the real system", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "file"), "");
    const thrown = await Promise.allSettled([
      readFile(folder),
      mkdir(join(folder, "file/below")),
      stat(join(folder, "x".repeat(300))),
    ]);
    const told = thrown.map(
      (each) => asUserError(each.status === "rejected" ? each.reason : 0, PLACE).message,
    );
    expect(told[0]).toContain("a folder stands where a file belongs");
    expect(told[1]).toContain(`${folder}/file/below: a file stands where a folder belongs`);
    expect(told[2]).toContain("the path is longer than the system takes");
  });
});

describe("errors of the engine", () => {
  it.each([
    () => new Float64Array(2 ** 50),
    () => new ArrayBuffer(2 ** 52),
    () => "x".repeat(2 ** 30),
    () => new WebAssembly.Memory({ initial: 1, maximum: 2 }).grow(9),
  ])("say that something is too large: %s", (run) => {
    const told = asUserError(thrownBy(run), PLACE);
    expect(told).toBeInstanceOf(MachineError);
    expect(told.message).toMatch(/there is not enough memory|too large to be read at once/);
  });

  it("are a fault where a length was counted wrongly, or a function calls itself without end", async () => {
    const endless = (): number => endless() + 1;
    for (const run of [() => new Float64Array(-1), endless]) {
      const told = asUserError(thrownBy(run), { ...PLACE, workFolder: await tempFolder() });
      expect(told).toBeInstanceOf(FaultError);
    }
  });
});

describe("libraries and files of Headland that do not load", () => {
  const library = (code: string, message: string): Error => Object.assign(new Error(message), { code });
  it.each([
    [
      library(
        "ERR_DLOPEN_FAILED",
        "libonnxruntime.so.1: wrong ELF class\n/x/node_modules/onnxruntime-node/bin/a.node",
      ),
      "node_modules/onnxruntime-node: the library onnxruntime-node (runs the models) does not load",
    ],
    [
      library(
        "MODULE_NOT_FOUND",
        "Cannot find module '../bin/napi-v6/linux/x64/onnxruntime_binding.node'\nRequire stack:\n- /x/node_modules/onnxruntime-node/dist/binding.js",
      ),
      "node_modules/onnxruntime-node: the library onnxruntime-node (runs the models) does not load",
    ],
    [
      new Error('Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions:'),
      "node_modules/sharp: the library sharp (reads and writes pictures) does not load",
    ],
    [
      library(
        "ERR_MODULE_NOT_FOUND",
        "Cannot find package 'csv-parse' imported from /x/src/pipeline/inputs/read-csv.ts",
      ),
      "node_modules/csv-parse: the library csv-parse (reads .csv files) does not load",
    ],
  ])("are named by what they do: %s", (error, expected) => {
    const { message } = asUserError(error, PLACE);
    expect(message).toContain(expected);
    expect(message).toContain("npm ci");
  });

  it("are named with the way back: a module of ours, and the compiled kernels", () => {
    const own = library(
      "ERR_MODULE_NOT_FOUND",
      "Cannot find module '/x/src/math/align.ts' imported from /x/src/a.ts",
    );
    expect(asUserError(own, PLACE).message).toMatch(
      /^\/x\/src\/math\/align\.ts: a file of Headland itself is missing/,
    );
    const damaged = thrownBy(() => new WebAssembly.Module(Buffer.from("no kernels")));
    const missing = systemError("ENOENT", { path: "/x/src/kernels/kernels.wasm", syscall: "open" });
    for (const error of [damaged, missing])
      expect(asUserError(error, PLACE).message).toMatch(/^src\/kernels\/kernels\.wasm: .*npm run kernels/s);
  });
});

describe("a fault of Headland", () => {
  const thrown = thrownBy(() => (undefined as unknown as string[]).length);

  it("is said to be one, with where to report it, and keeps its stack in a file", async () => {
    const workFolder = await tempFolder();
    const told = asUserError(thrown, { ...PLACE, workFolder });
    expect(told).toBeInstanceOf(FaultError);
    expect(FORM.exec(told.message)?.groups).toMatchObject({
      where: "tiny/lines",
      what: "Headland has a fault here",
    });
    expect(told.message).toContain("received TypeError: Cannot read properties of undefined");
    expect(told.message).toContain(`The details are in ${workFolder}/faults/tiny--lines.txt.`);
    expect(told.message).toContain(REPORT_TO);
    expect(told.message).not.toMatch(/^\s+at /m);
    const report = await readFile(join(workFolder, "faults/tiny--lines.txt"), "utf8");
    expect(report).toMatch(/^Headland \d.*, Node v\d/);
    expect(report).toContain("as-user-error.test.ts:");
  });

  it("is told where no report can be written, too", async () => {
    const workFolder = join(await tempFolder(), "file");
    await writeFile(workFolder, "");
    expect(asUserError(thrown, { ...PLACE, workFolder }).message).toContain("with --verbose shows");
  });

  it("may be one of a library: that is named by what it does", () => {
    const error = new TypeError("x is not a function");
    error.stack = `${String(error)}\n    at f (/a/node_modules/ssri/index.js:1:1)\n    at g (/a/node_modules/cacache/put.js:1:1)\n    at new Promise (<anonymous>)\n    at h (/a/src/pipeline/cache/store.ts:1:1)\n    at i (/a/node_modules/tinypool/x.js:1:1)`;
    expect(asUserError(error, PLACE).message).toContain(
      "the library cacache (keeps results in .headland/store) fails, or Headland uses it wrongly",
    );
  });

  it.each([undefined, null, "text", 7, { a: 1 }, Symbol("s")])("is told whatever was thrown: %s", (value) => {
    expect(FORM.test(asUserError(value, PLACE).message)).toBe(true);
  });

  it("is reported where the project's code is", () => {
    expect(REPORT_TO).toBe(`${CODE}/issues`);
  });
});

it("leaves the author's mistakes as they are, behind other errors too", () => {
  const mistake = new ConfigError("a: b");
  expect(asUserError(mistake, PLACE)).toBe(mistake);
  expect(asUserError(new Error("outer", { cause: mistake }), PLACE)).toBe(mistake);
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

describe("what a library says", () => {
  it("is told with the line behind a colon, and without the colors of a terminal", async () => {
    const thrown = new Error(
      "\u001b[31mBuild failed with 1 error:\u001b[0m\n\n[UNRESOLVED_ENTRY] Cannot resolve it.",
    );
    const { message } = asUserError(thrown, { ...PLACE, workFolder: await tempFolder() });
    expect(message).toContain(
      "received Error: Build failed with 1 error: [UNRESOLVED_ENTRY] Cannot resolve it.\n",
    );
  });
});
