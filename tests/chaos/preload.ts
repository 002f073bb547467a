/**
 * `node --import tests/chaos/preload.ts`: wraps the file operations of node:fs, so that one of them meets a fault. Child
 * processes and worker threads load it, too. Nothing in the product knows of it.
 */
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { resolve } from "node:path";
import { isMainThread } from "node:worker_threads";
import { FAULT_VARIABLE, systemError, type Fault } from "./fault.ts";

type Call = (...args: unknown[]) => unknown;
type Functions = Record<string, Call>;

/** Operations that change something, and where among their arguments the bytes are that they write. */
const WRITES: Readonly<Record<string, number | null>> = {
  appendFile: 1,
  copyFile: null,
  link: null,
  mkdir: null,
  mkdtemp: null,
  rename: null,
  rm: null,
  rmdir: null,
  symlink: null,
  truncate: null,
  unlink: null,
  utimes: null,
  write: 1,
  writeFile: 1,
  writev: null,
};
const READS = ["open", "opendir", "readFile", "readdir", "realpath", "stat", "lstat", "access"];

const text = process.env[FAULT_VARIABLE];
if (text !== undefined && text !== "") install(JSON.parse(text) as Fault);

function install(fault: Fault): void {
  if (fault.where !== undefined && isMainThread !== (fault.where === "main")) return;
  const original = { openSync: fs.openSync, writeSync: fs.writeSync, fstatSync: fs.fstatSync };
  const counter = original.openSync(fault.counter, "a");
  const matching = new RegExp(fault.on);
  const paths = new Map<number, string>();

  /** Counts on. @returns What was counted before. */
  const count = (n: number): number => {
    if (n > 0) original.writeSync(counter, Buffer.alloc(n));
    return original.fstatSync(counter).size - n;
  };

  /** What an operation has to meet. @returns The bytes that it may still write, or an error; undefined lets it pass. */
  const meet = (call: string, path: string, bytes: Uint8Array | undefined): Meeting | undefined => {
    if (path === "" || !matching.test(resolve(path))) return undefined;
    if (fault.what === "full") return meetFullDisk(call, path, bytes);
    const number = count(1);
    if (number < fault.at || number >= fault.at + (fault.count ?? 1)) return undefined;
    const some = fault.isHalf && bytes ? bytes.subarray(0, bytes.length >> 1) : undefined;
    if (fault.what === "error")
      return { some, end: () => fail(systemError(fault.code ?? "EIO", call, path)) };
    return { some, end: () => strike(fault.what) };
  };

  const meetFullDisk = (call: string, path: string, bytes: Uint8Array | undefined): Meeting | undefined => {
    // Folders and names need space, too.
    const isMaking = bytes !== undefined || /^(mkdir|mkdtemp|symlink|copyFile)/.test(call);
    if (!isMaking) return undefined;
    const size = bytes?.length ?? 64;
    const left = fault.at - count(size);
    if (left >= size) return undefined;
    const some = bytes && left > 0 ? bytes.subarray(0, left) : undefined;
    return { some, end: () => fail(systemError("ENOSPC", call, path)) };
  };

  const pathOf = (first: unknown, self: unknown): string => {
    if (typeof first === "number") return paths.get(first) ?? "";
    if (typeof first === "string" || first instanceof URL || Buffer.isBuffer(first)) return String(first);
    const fd = (self as { fd?: number } | undefined)?.fd;
    return fd === undefined ? "" : (paths.get(fd) ?? "");
  };

  const isWatched = (name: string, args: readonly unknown[]): boolean => {
    if (name in WRITES) return true;
    if (fault.reads) return true;
    if (name !== "open") return false;
    // Opening a file to write makes it.
    const flags = args[1];
    return typeof flags === "number" ? (flags & 3) !== 0 : typeof flags === "string" && /[wa+]/.test(flags);
  };

  /** @param bytesAt Where among the arguments the bytes stand; methods of a file handle have them first. */
  const wrap = (
    functions: Functions,
    name: string,
    kind: "callback" | "sync" | "promise",
    bytesAt: number | null,
  ): void => {
    const key = kind === "sync" ? `${name}Sync` : name;
    const run = functions[key];
    if (typeof run !== "function") return;
    const wrapped = function (this: unknown, ...args: unknown[]): unknown {
      if (!isWatched(name, args)) return run.apply(this, args);
      const meeting = meet(key, pathOf(args[0], this), bytesAt === null ? undefined : bytesOf(args[bytesAt]));
      if (meeting === undefined) return run.apply(this, args);
      const some = meeting.some;
      const cut = some && bytesAt !== null ? args.with(bytesAt, some) : undefined;
      if (kind === "sync") {
        if (cut) run.apply(this, cut.slice(0, bytesAt! + 1));
        return meeting.end();
      }
      if (kind === "promise")
        return endLater(cut && (run.apply(this, cut.slice(0, bytesAt! + 1)) as Promise<unknown>), meeting);
      const callback = args.at(-1) as (error: unknown) => void;
      void endLater(undefined, meeting).catch(callback);
      return undefined;
    };
    functions[key] = Object.assign(wrapped, run);
  };

  const promises = fs.promises as unknown as Functions;
  const all = fs as unknown as Functions;
  rememberPaths(all, promises, paths);
  for (const name of [...Object.keys(WRITES), ...READS]) {
    const bytesAt = WRITES[name] ?? null;
    wrap(all, name, "callback", bytesAt);
    wrap(all, name, "sync", bytesAt);
    wrap(promises, name, "promise", bytesAt);
  }
  syncBuiltinESMExports();
}

interface Meeting {
  readonly some: Uint8Array | undefined;
  readonly end: () => never;
}

async function endLater(begun: Promise<unknown> | undefined, meeting: Meeting): Promise<never> {
  await begun?.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  return meeting.end();
}

function fail(error: Error): never {
  throw error;
}

function strike(what: Fault["what"]): never {
  if (what === "kill") process.kill(process.pid, "SIGKILL");
  if (what === "exit") process.exit(3);
  if (what === "throw") {
    setImmediate(() => fail(new TypeError("made by a chaos test: nobody catches it")));
    throw new TypeError("made by a chaos test");
  }
  const taken: unknown[] = [];
  // Until the heap ends, or the process has been killed.
  for (;;) taken.push(Array.from({ length: 1e5 }, (_, i) => ({ i })));
}

function bytesOf(data: unknown): Uint8Array | undefined {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : undefined;
}

/** Files are opened by name and written by number. */
function rememberPaths(all: Functions, promises: Functions, paths: Map<number, string>): void {
  const { open, openSync } = all as { open: Call; openSync: Call };
  const openHandle = promises["open"]!;
  all["openSync"] = (...args) => {
    const fd = openSync(...args) as number;
    paths.set(fd, String(args[0]));
    return fd;
  };
  all["open"] = (...args) => {
    const callback = args.at(-1) as (error: unknown, fd: number) => void;
    return open(...args.slice(0, -1), (error: unknown, fd: number) => {
      if (!error) paths.set(fd, String(args[0]));
      callback(error, fd);
    });
  };
  promises["open"] = async (...args) => {
    const handle = (await openHandle(...args)) as { fd: number };
    paths.set(handle.fd, String(args[0]));
    return handle;
  };
}
