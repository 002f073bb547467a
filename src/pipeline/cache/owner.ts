/** Names of processes. Unfinished files contain them, so that leftovers of a dead process can be distinguished from running work. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { hostname } from "node:os";

/** `<name>.new.<owner>`, and `<owner>-<uuid>` as the store names what it writes. No name of an atlas has a `@`. */
const IN_THE_MAKING = /\.new\.(?<owner>\d[^.]*@[^.]+?)(?:-old)?$/;
const WRITTEN_BY_STORE = /^(?<owner>\d.*@.+)-[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A name beside a file for its next content, until it replaces the file. No other process and no other call uses the name. */
export async function nameInTheMaking(path: string): Promise<string> {
  return `${path}.${randomUUID()}.new.${await ownName()}`;
}

/** Whether this is the name of an unfinished file whose process has ended. */
export async function isLeftover(name: string): Promise<boolean> {
  const found = IN_THE_MAKING.exec(name) ?? WRITTEN_BY_STORE.exec(name);
  const owner = found?.groups?.["owner"];
  return owner !== undefined && isDeadOwner(owner);
}

/**
 * `<number>@<host>`, or `<number>+<begin>@<host>` if the system reports when a process began, because numbers are used
 * again after a while. Without spaces, slashes and dots.
 */
export async function ownName(): Promise<string> {
  const { begin } = await statusOf(process.pid);
  return `${process.pid}${begin === undefined ? "" : `+${begin}`}@${host()}`;
}

/** Whether the name has our number on this machine. */
export function isOurs(name: string): boolean {
  const owner = parseName(name);
  return owner?.host === host() && owner.pid === process.pid;
}

/** Whether the process is known to have ended; nothing is known of a process on another machine. */
export async function isDeadOwner(name: string): Promise<boolean> {
  const owner = parseName(name);
  if (owner?.host !== host()) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  const { begin, hasEnded } = await statusOf(owner.pid);
  return hasEnded || (owner.begin !== undefined && begin !== undefined && owner.begin !== begin);
}

function parseName(name: string): { pid: number; begin?: string; host: string } | undefined {
  const [, pid, begin, where] = /^(\d+)(?:\+(\d+))?@(.+)$/.exec(name) ?? [];
  if (pid === undefined || where === undefined) return undefined;
  return { pid: Number(pid), ...(begin === undefined ? {} : { begin }), host: where };
}

/** The host's name in a form that fits file names, too. */
function host(): string {
  return hostname().replaceAll(/[^\w-]/g, "_");
}

interface Status {
  /** In clock ticks since the machine began. */
  readonly begin?: string;
  /** A killed process keeps its number until its parent collects its exit status, and some parents never do. */
  readonly hasEnded: boolean;
}

/** Reads this from Linux; nothing is known on other systems. */
async function statusOf(pid: number): Promise<Status> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // The second field is the program's name in brackets and may contain anything; the third is the state, the 22nd the start.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const begin = fields[19];
  return { ...(begin === undefined ? {} : { begin }), hasEnded: /^[ZX]$/.test(fields[0] ?? "") };
}
