/** What the hub lists for a model: the current commit of a revision, and the files with their sizes and checksums. */
import { z } from "zod";
import { excerpt } from "../shown-value.ts";
import { isSafeName } from "./cache-layout.ts";
import { CHECKSUM, type Checksum } from "./checksum.ts";
import { HubError } from "./hub-error.ts";
import { openRequest } from "./request.ts";
import { withRetries } from "./retry.ts";
import type { HubSettings } from "./settings.ts";

/** A model on the hub. */
export interface HubSource {
  /** `org/name`, or only a name for the oldest models. */
  readonly repo: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

export interface RepoFile {
  /** Path in the repository. */
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  readonly checksum: Checksum;
}

export interface RepoListing {
  readonly commit: string;
  readonly files: readonly RepoFile[];
}

/** Ten times the size of the list for a repository of ten thousand files. */
const MAX_LIST_BYTES = 20_000_000;

const size = z.int().min(0);
const answerSchema = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: size.nullish(),
      blobId: z.string().regex(CHECKSUM).nullish(),
      lfs: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), size }).nullish(),
    }),
  ),
});

/** Leaves out names that lead outside the model's folder and files without a checksum; these are never fetched. */
export async function listRepo(
  source: HubSource,
  settings: HubSettings,
  signal?: AbortSignal,
): Promise<RepoListing> {
  const revision = encodeURIComponent(source.revision);
  const url = `${settings.endpoint}/api/models/${source.repo}/revision/${revision}?blobs=true`;
  const options = signal ? { signal } : {};
  const text = await withRetries(
    async () => {
      const { chunks } = await openRequest(url, settings, options);
      const parts: Uint8Array[] = [];
      let nBytes = 0;
      for await (const chunk of chunks()) {
        nBytes += chunk.length;
        if (nBytes > MAX_LIST_BYTES) throw notTheHub(url, `more than ${MAX_LIST_BYTES} bytes`);
        parts.push(chunk);
      }
      return Buffer.concat(parts).toString("utf8");
    },
    settings.patience,
    options,
  );
  const answer = answerSchema.safeParse(parseJson(text, url));
  if (!answer.success) {
    const [issue] = answer.error.issues;
    throw notTheHub(url, issue ? `${issue.path.join(".")}: ${issue.message}` : "something else");
  }
  const files = answer.data.siblings.flatMap(({ rfilename: name, size, blobId, lfs }) => {
    const checksum = lfs?.sha256 ?? blobId;
    const bytes = lfs?.size ?? size;
    return checksum && bytes !== undefined && bytes !== null && isSafeName(name)
      ? [{ name, size: bytes, checksum }]
      : [];
  });
  if (files.length === 0 && answer.data.siblings.length > 0)
    throw notTheHub(url, "names of files without sizes and checksums");
  return { commit: answer.data.sha, files };
}

/** URL of a file at a commit. */
export function fileUrl(source: HubSource, commit: string, name: string, settings: HubSettings): string {
  const path = name.split("/").map(encodeURIComponent).join("/");
  return `${settings.endpoint}/${source.repo}/resolve/${commit}/${path}`;
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The body was cut off, or it is the page of a captive portal.
    throw notTheHub(url, excerpt(text));
  }
}

function notTheHub(url: string, received: string): HubError {
  return new HubError({
    what: "this is not the hub's list of files",
    where: url,
    expected: "JSON with sha and siblings",
    received,
    cure: "Check HF_ENDPOINT, and whether a login page of the network stands in between.",
  });
}
