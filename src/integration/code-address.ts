/** Where the code of a project is published, as its package.json says. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Hosts that a repository may be named by in short, e.g. `github:owner/name`. */
const HOSTS: ReadonlyMap<string, string> = new Map([
  ["github", "https://github.com/"],
  ["gitlab", "https://gitlab.com/"],
  ["bitbucket", "https://bitbucket.org/"],
  ["gist", "https://gist.github.com/"],
]);

/** The address of the project's code for readers; undefined if its package.json is missing, cannot be read or names none. */
export async function codeAddress(folder: string): Promise<string | undefined> {
  try {
    return codeOf(JSON.parse(await readFile(join(folder, "package.json"), "utf8")));
  } catch {
    // A site needs no package.json, and npm reports one that is broken.
    return undefined;
  }
}

/** @param json The content of a package.json. */
export function codeOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null) return undefined;
  const { repository, homepage } = json as { repository?: unknown; homepage?: unknown };
  const named =
    typeof repository === "object" && repository !== null
      ? (repository as { url?: unknown }).url
      : repository;
  return [repositoryPage(named), webAddress(homepage)].find((address) => address !== undefined);
}

/** Of `git+https://host/a/b.git`, `git@host:a/b.git`, `ssh://git@host/a/b`, `github:a/b` and `a/b`. */
function repositoryPage(named: unknown): string | undefined {
  if (typeof named !== "string") return undefined;
  const short = /^(?:([a-z]+):)?([\w.-]+(?:\/[\w.-]+)?)$/.exec(named);
  const host = HOSTS.get(short?.[1] ?? "github");
  if (short?.[2] !== undefined && host !== undefined) {
    const isWhole = short[1] === "gist" || short[2].includes("/");
    return isWhole ? `${host}${short[2]}` : undefined;
  }
  const overWeb = named
    .replace(/^git\+/, "")
    .replace(/^(?:ssh:\/\/)?git@([^/:]+)[/:]/, "https://$1/")
    .replace(/^(?:git|ssh):\/\//, "https://");
  return webAddress(overWeb)?.replace(/\.git$/, "");
}

/** Only what a link may safely lead to: an address of the web, without a name and password in it. */
function webAddress(text: unknown): string | undefined {
  if (typeof text !== "string" || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  const isSafe = (protocol === "https:" || protocol === "http:") && username === "" && password === "";
  return isSafe ? href : undefined;
}
