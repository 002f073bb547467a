/** The address of the site: the environment variables SITE and BASE, checked before anything is built. */

import { ownCommand } from "#package/own-command.ts";

export interface SiteAddress {
  /** Address of the host, e.g. `https://me.github.io`; empty if unknown. */
  readonly site: string;
  /** Path on that host, e.g. `/my-atlas`, or `/`; undefined if it is not set. */
  readonly base: string | undefined;
}

/** An empty variable counts as not set, as in a shell. */
type Environment = Readonly<Record<string, string | undefined>>;

/** An example of both in a command. */
const EXAMPLE = `SITE=https://me.github.io BASE=/my-atlas ${ownCommand("build")}`;

/** @throws {Error} with every problem, in words for the user who set the variables. */
export function siteAddress(env: Environment): SiteAddress {
  const { address, problems } = readAddress(env);
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return address;
}

/** @returns The values of the variables, and a message for each invalid one. */
export function readAddress(env: Environment): { address: SiteAddress; problems: readonly string[] } {
  const site = env["SITE"] ?? "";
  const base = env["BASE"] ?? "";
  const problems = [
    ...tell("SITE", "this is not the address of a host", site, expectedSite(site)),
    ...tell("BASE", "this is not a path on a host", base, expectedBase(base)),
  ];
  return { address: { site, base: base === "" ? undefined : base }, problems };
}

function tell(name: string, what: string, received: string, expected: string | undefined): string[] {
  if (received === "" || expected === undefined) return [];
  return [`${name}: ${what}: expected ${expected}, received "${received}".\n  For example: ${EXAMPLE}`];
}

function expectedSite(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:\/\//i.test(text) || /\s/.test(text))
    return "an address such as https://me.github.io";
  if (url.username !== "" || url.password !== "") return "an address without a user's name";
  if (url.pathname !== "/") return "no path in it: that belongs in BASE";
  return /[?#]/.test(text) ? "nothing after the name of the host" : undefined;
}

function expectedBase(text: string): string | undefined {
  if (text.includes("://")) return "the path alone: the address of the host belongs in SITE";
  if (!text.startsWith("/")) return "a path that begins with a slash, such as /my-atlas";
  const segments = text.slice(1).replace(/\/$/, "").split("/");
  if (text !== "/" && segments.includes("")) return "single slashes";
  if (segments.some((segment) => /^\.\.?$/.test(segment))) return "no . or .. as a part of the path";
  const isPlain = segments.every((segment) => /^[\w.~-]*$/.test(segment));
  return isPlain ? undefined : "letters, digits and - . _ ~ between the slashes";
}
