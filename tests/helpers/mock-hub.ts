/** A hub on loopback, with a content host of its own origin as the real one has, that can be told to misbehave. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { PATIENCE, type HubSettings } from "#pipeline/hub/settings.ts";

export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** One answer that is not as it should be. @param content What the file holds. */
export type Fault = (request: IncomingMessage, response: ServerResponse, content: Buffer) => void;

export interface MockHub {
  readonly endpoint: string;
  /** Method and address of every request, on both hosts. */
  readonly requests: {
    readonly host: "hub" | "content";
    readonly url: string;
    readonly headers: IncomingMessage["headers"];
  }[];
  /** Files whose name ends so get these answers first, in turn; the list of files is called `list`. */
  misbehave(name: string, ...faults: Fault[]): void;
  /** The files it has; may be changed. */
  readonly files: Map<string, Buffer>;
  commit: string;
  /** What other branches have instead of these files; if there are any, no further branch but main is there. */
  readonly branches: Map<string, Readonly<Record<string, Buffer>>>;
}

/** Files larger than this are in large-file storage and redirect to the content host. */
const LARGE_BYTES = 1000;

interface ContentDigests {
  readonly git: string;
  readonly sha256: string;
}

/** Files may have gigabytes, and each answer names their digests. */
const known = new WeakMap<Buffer, ContentDigests>();

export function digests(content: Buffer): ContentDigests {
  const made = known.get(content) ?? {
    git: createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex"),
    sha256: createHash("sha256").update(content).digest("hex"),
  };
  known.set(content, made);
  return made;
}

/** @param repo `org/name`. @param atEnd Takes what closes it; outside of a test it has to be given. */
export async function startMockHub(
  repo: string,
  files: Readonly<Record<string, Buffer>>,
  atEnd: (close: () => void) => void = onTestFinished,
): Promise<MockHub> {
  const faults = new Map<string, Fault[]>();
  const nextFault = (name: string): Fault | undefined => {
    for (const [ending, list] of faults) if (name.endsWith(ending) && list.length > 0) return list.shift();
    return undefined;
  };
  const hub = {
    files: new Map(Object.entries(files)),
    commit: COMMIT,
    branches: new Map<string, Readonly<Record<string, Buffer>>>(),
    requests: [] as MockHub["requests"],
  };
  const contentEndpoint = await listen(atEnd, (request, response) => {
    hub.requests.push({ host: "content", url: request.url ?? "", headers: request.headers });
    const [, commit = "", ...path] = (request.url ?? "").split("/");
    const name = decodeURIComponent(path.join("/"));
    const content = filesAt(hub, commit)?.get(name) ?? Buffer.alloc(0);
    (nextFault(name) ?? sendFile)(request, response, content);
  });
  const endpoint = await listen(atEnd, (request, response) => {
    const url = request.url ?? "";
    hub.requests.push({ host: "hub", url, headers: request.headers });
    if (url.startsWith(`/api/models/${repo}/revision/`)) {
      const revision = decodeURIComponent(/\/revision\/([^?]*)/.exec(url)?.[1] ?? "");
      const commit = commitOf(hub, revision);
      const list = { files: filesAt(hub, commit ?? "") ?? new Map<string, Buffer>(), commit: commit ?? "" };
      const fault = nextFault("list");
      if (commit === undefined && fault === undefined) response.writeHead(404).end("Revision not found");
      else (fault ?? sendFile)(request, response, Buffer.from(JSON.stringify(listing(list))));
      return;
    }
    const [, commit = "", path = ""] = new RegExp(`^/${repo}/resolve/([0-9a-f]{40})/(.*)$`).exec(url) ?? [];
    const name = decodeURIComponent(path);
    const content = filesAt(hub, commit)?.get(name);
    if (content === undefined) response.writeHead(404).end("Not found");
    else if (content.length > LARGE_BYTES)
      response.writeHead(302, { location: `${contentEndpoint}/${commit}/${encodeURIComponent(name)}` }).end();
    else (nextFault(name) ?? sendFile)(request, response, content);
  });
  return Object.assign(hub, {
    endpoint,
    misbehave: (name: string, ...list: Fault[]) => void faults.set(name, list),
  });
}

type Repo = Pick<MockHub, "files" | "commit" | "branches">;

/** The commit of a branch is made of its name. */
function commitOf({ commit, branches }: Repo, revision: string): string | undefined {
  if (branches.has(revision)) return branchCommit(revision);
  return branches.size === 0 || revision === "main" ? commit : undefined;
}

export function branchCommit(name: string): string {
  return createHash("sha1").update(name).digest("hex");
}

function filesAt({ files, commit, branches }: Repo, at: string): Map<string, Buffer> | undefined {
  if (at === commit) return files;
  const branch = [...branches].find(([name]) => branchCommit(name) === at)?.[1];
  return branch && new Map([...files, ...Object.entries(branch)]);
}

function listing({ files, commit }: { files: Map<string, Buffer>; commit: string }): unknown {
  const siblings = [...files].map(([rfilename, content]) => {
    const { git, sha256 } = digests(content);
    const size = content.length;
    return {
      rfilename,
      size,
      blobId: git,
      ...(size > LARGE_BYTES ? { lfs: { sha256, size, pointerSize: 134 } } : {}),
    };
  });
  return { id: "mock", sha: commit, siblings };
}

/** As it should be: the whole file, or from where it is asked. */
export function sendFile(request: IncomingMessage, response: ServerResponse, content: Buffer): void {
  const etag = `"${digests(content).sha256}"`;
  const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1];
  const ifRange = request.headers["if-range"];
  if (from === undefined || (ifRange !== undefined && ifRange !== etag)) {
    response.writeHead(200, { etag, "content-length": content.length }).end(content);
    return;
  }
  const start = Number(from);
  if (start >= content.length) {
    response.writeHead(416, { "content-range": `bytes */${content.length}` }).end();
    return;
  }
  response
    .writeHead(206, {
      etag,
      "content-length": content.length - start,
      "content-range": `bytes ${start}-${content.length - 1}/${content.length}`,
    })
    .end(content.subarray(start));
}

async function listen(
  atEnd: (close: () => void) => void,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Settings that ask this hub, keep files below a folder of the test's own, and do not wait long. */
export function mockSettings(hub: Pick<MockHub, "endpoint">, root: string): HubSettings {
  return {
    endpoint: hub.endpoint,
    cacheFolder: join(root, "cache"),
    isOffline: false,
    patience: { ...PATIENCE, firstDelayMs: 1, maxDelayMs: 4, idleMs: 5000 },
  };
}
