import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { downloadFile, type Download } from "#pipeline/hub/download-file.ts";
import { HubError } from "#pipeline/hub/hub-error.ts";
import type { HubSettings } from "#pipeline/hub/settings.ts";
import {
  COMMIT,
  digests,
  mockSettings,
  sendFile,
  startMockHub,
  type Fault,
  type MockHub,
} from "../../../helpers/mock-hub.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const random = seededRandom(5);
const CONTENT = Buffer.from(Uint8Array.from({ length: 50_000 }, () => Math.floor(random() * 256)));
const FILE = "onnx/model.onnx";

interface Case {
  readonly hub: MockHub;
  readonly settings: HubSettings;
  readonly file: Download;
}

async function makeCase(change: Partial<HubSettings> = {}): Promise<Case> {
  const root = await tempFolder();
  const hub = await startMockHub("org/name", { [FILE]: CONTENT });
  const settings = { ...mockSettings(hub, root), ...change };
  const file = {
    url: `${hub.endpoint}/org/name/resolve/${COMMIT}/${FILE}`,
    path: join(root, "blobs/file"),
    size: CONTENT.length,
    checksum: digests(CONTENT).sha256,
  };
  return { hub, settings, file };
}

/** Connections that will be dropped once the bytes they sent have been kept. */
const doomed: ServerResponse[] = [];
const dropDoomed = (): void => {
  for (const response of doomed.splice(0)) response.destroy();
};

/** Sends so many bytes of what is asked for, then waits to be dropped; none at all: drops at once. */
const dropAfter =
  (nBytes: number): Fault =>
  (request, response, content) => {
    const start = Number(/\d+/.exec(request.headers.range ?? "")?.[0] ?? 0);
    const headers = { "content-length": content.length - start, etag: `"${digests(content).sha256}"` };
    const range = { "content-range": `bytes ${start}-${content.length - 1}/${content.length}` };
    response.writeHead(start > 0 ? 206 : 200, start > 0 ? { ...headers, ...range } : headers);
    if (nBytes === 0) response.destroy();
    else {
      doomed.push(response);
      response.write(content.subarray(start, start + nBytes));
    }
  };

const status =
  (code: number, headers: Record<string, string> = {}): Fault =>
  (_, response) =>
    void response.writeHead(code, headers).end("no");

async function fails(run: Promise<unknown>): Promise<string> {
  const error: unknown = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(HubError);
  return (error as Error).message.replaceAll(/127\.0\.0\.1:\d+/g, "hub");
}

const ranges = (hub: MockHub): (string | undefined)[] =>
  hub.requests.filter(({ host }) => host === "content").map(({ headers }) => headers.range);

describe("downloadFile", () => {
  it("puts the file in its place and leaves nothing else", async () => {
    const { settings, file } = await makeCase();
    const seen: number[] = [];
    await downloadFile(file, { settings, onBytes: (nBytes) => seen.push(nBytes) });
    expect(await readFile(file.path)).toEqual(CONTENT);
    expect(existsSync(`${file.path}.incomplete`)).toBe(false);
    expect(existsSync(`${file.path}.incomplete.etag`)).toBe(false);
    expect(seen.at(-1)).toBe(CONTENT.length);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it("goes on where a dropped connection ended, as long as something comes", async () => {
    const { hub, settings, file } = await makeCase({});
    hub.misbehave(FILE, ...Array.from({ length: 12 }, () => dropAfter(4000)));
    const onBytes = (nBytes: number): void => {
      if (nBytes > 0 && nBytes % 4000 === 0) dropDoomed();
    };
    await downloadFile(file, { settings, onBytes });
    expect(await readFile(file.path)).toEqual(CONTENT);
    expect(ranges(hub)[0]).toBeUndefined();
    expect(ranges(hub).at(-1)).toBe("bytes=48000-");
  });

  it("goes on from the bytes of an earlier run, and asks for the same file by its tag", async () => {
    const { hub, settings, file } = await makeCase();
    hub.misbehave(FILE, ...Array.from({ length: 6 }, (_, i) => (i === 0 ? dropAfter(20_000) : dropAfter(0))));
    const onBytes = (nBytes: number): void => {
      if (nBytes === 20_000) dropDoomed();
    };
    expect(await fails(downloadFile(file, { settings, onBytes }))).toContain("the connection failed");
    await downloadFile(file, { settings });
    expect(await readFile(file.path)).toEqual(CONTENT);
    const asked = hub.requests.map(({ headers }) => [headers.range, headers["if-range"]]);
    expect(asked.at(-1)).toEqual(["bytes=20000-", `"${file.checksum}"`]);
  });

  it("starts anew when the server ignores the range", async () => {
    const { hub, settings, file } = await makeCase();
    const whole: Fault = (_, response, content) => void response.writeHead(200).end(content);
    hub.misbehave(FILE, dropAfter(20_000), whole);
    await downloadFile(file, { settings, onBytes: (nBytes) => nBytes === 20_000 && dropDoomed() });
    expect(await readFile(file.path)).toEqual(CONTENT);
  });

  it("starts anew when the server sends another part than asked", async () => {
    const { hub, settings, file } = await makeCase();
    const wrongPart: Fault = (_, response, content) =>
      void response
        .writeHead(206, { "content-range": `bytes 0-9/${content.length}` })
        .end(content.subarray(0, 10));
    hub.misbehave(FILE, dropAfter(20_000), wrongPart);
    await downloadFile(file, { settings, onBytes: (nBytes) => nBytes === 20_000 && dropDoomed() });
    expect(await readFile(file.path)).toEqual(CONTENT);
  });

  it("starts anew when what is there is longer than the file, or damaged", async () => {
    for (const junk of [Buffer.alloc(60_000), Buffer.alloc(30_000), Buffer.alloc(50_000)]) {
      const { settings, file } = await makeCase();
      await mkdir(dirname(file.path), { recursive: true });
      await writeFile(`${file.path}.incomplete`, junk);
      await downloadFile(file, { settings });
      expect(await readFile(file.path)).toEqual(CONTENT);
    }
  });

  it("takes bytes that came in whole before", async () => {
    const { hub, settings, file } = await makeCase();
    await mkdir(dirname(file.path), { recursive: true });
    await writeFile(`${file.path}.incomplete`, CONTENT);
    await downloadFile(file, { settings });
    expect(hub.requests).toEqual([]);
    expect(await readFile(file.path)).toEqual(CONTENT);
  });

  it("tries again after 500 and 429, and waits as long as it is asked to", async () => {
    const { hub, settings, file } = await makeCase();
    const date = new Date(0).toUTCString();
    hub.misbehave(
      FILE,
      status(500),
      status(503, { "retry-after": "0.02" }),
      status(429, { "retry-after": new Date(0).toUTCString(), date }),
    );
    await downloadFile(file, { settings });
    expect(await readFile(file.path)).toEqual(CONTENT);
    expect(ranges(hub)).toHaveLength(4);
  });

  it("says so when the server asks for a longer wait than can be borne", async () => {
    const { hub, settings, file } = await makeCase();
    hub.misbehave(FILE, status(429, { "retry-after": "3600" }));
    expect(await fails(downloadFile(file, { settings }))).toMatch(
      /: the hub asks for fewer requests: expected the file, received HTTP 429 .*, once, asked to wait 3600 s\.\n {2}Try again later; what was fetched so far is kept\.$/,
    );
  });

  it("gives up after a few failures in a row", async () => {
    const { hub, settings, file } = await makeCase();
    hub.misbehave(FILE, ...Array.from({ length: 9 }, () => status(500)));
    expect(await fails(downloadFile(file, { settings }))).toContain(
      "received HTTP 500 Internal Server Error, 6 times",
    );
    expect(ranges(hub)).toHaveLength(6);
  });

  it("asks once where another try changes nothing, and says what to do", async () => {
    for (const [code, words] of [
      [401, "the hub refuses access"],
      [403, "the hub refuses access"],
      [404, "the hub does not have this"],
    ] as const) {
      const { hub, settings, file } = await makeCase();
      hub.misbehave(FILE, status(code), status(code));
      const message = await fails(downloadFile(file, { settings }));
      expect(message).toContain(`: ${words}: expected the file, received HTTP ${code}`);
      expect(message).toContain("set HF_TOKEN");
      expect(ranges(hub)).toHaveLength(1);
    }
  });

  it("refuses a file whose length is not the listed one", async () => {
    const { hub, settings, file } = await makeCase();
    hub.misbehave(
      FILE,
      (_, response) => void response.writeHead(200, { "content-length": 9 }).end("too short"),
    );
    expect(await fails(downloadFile(file, { settings }))).toContain(
      "the length of the file differs from the one that the hub lists: expected 50000 bytes, received 9 bytes.",
    );
    const endless: Fault = (_, response, content) =>
      void response.writeHead(200).end(Buffer.concat([content, content]));
    hub.misbehave(FILE, endless);
    expect(await fails(downloadFile(file, { settings }))).toContain("received more than 50000 bytes");
    expect(existsSync(file.path)).toBe(false);
  });

  it("goes on after a body that ends too soon without saying so", async () => {
    const { hub, settings, file } = await makeCase();
    hub.misbehave(FILE, (_, response, content) => void response.writeHead(200).end(content.subarray(0, 777)));
    await downloadFile(file, { settings });
    expect(ranges(hub)).toEqual([undefined, "bytes=777-"]);
    expect(await readFile(file.path)).toEqual(CONTENT);
  });

  it("refuses a file with another checksum, after asking twice", async () => {
    const { hub, settings, file } = await makeCase();
    const other: Fault = (_, response, content) =>
      void response.writeHead(200, { "content-length": content.length }).end(Buffer.alloc(content.length));
    hub.misbehave(FILE, other, other);
    const received = digests(Buffer.alloc(CONTENT.length)).sha256;
    expect(await fails(downloadFile(file, { settings }))).toContain(
      `the checksum of the file differs from the one that the hub lists: expected ${file.checksum}, received ${received}.`,
    );
    expect(ranges(hub)).toHaveLength(2);
    expect(existsSync(file.path)).toBe(false);
    expect(existsSync(`${file.path}.incomplete`)).toBe(false);
  });

  it("checks small files as git names them", async () => {
    const { hub, settings, file } = await makeCase();
    const small = Buffer.from("{}");
    hub.files.set("config.json", small);
    const url = `${hub.endpoint}/org/name/resolve/${COMMIT}/config.json`;
    await downloadFile({ ...file, url, size: 2, checksum: digests(small).git }, { settings });
    expect(await readFile(file.path, "utf8")).toBe("{}");
  });

  it("takes an empty file", async () => {
    const { hub, settings, file } = await makeCase();
    hub.files.set("empty.json", Buffer.alloc(0));
    const url = `${hub.endpoint}/org/name/resolve/${COMMIT}/empty.json`;
    await downloadFile({ ...file, url, size: 0, checksum: digests(Buffer.alloc(0)).git }, { settings });
    expect(await readFile(file.path, "utf8")).toBe("");
  });

  it("sends the token to the hub and never to where it redirects", async () => {
    const { hub, settings, file } = await makeCase({ token: "hf_secret" });
    await downloadFile(file, { settings });
    const sent = hub.requests.map(({ host, headers }) => [host, headers.authorization]);
    expect(sent).toEqual([
      ["hub", "Bearer hf_secret"],
      ["content", undefined],
    ]);
    hub.misbehave(FILE, status(403));
    await mkdir(dirname(file.path), { recursive: true });
    const message = await fails(downloadFile({ ...file, path: `${file.path}2` }, { settings }));
    expect(message).not.toContain("hf_secret");
    expect(message).toContain("Check that HF_TOKEN is valid");
  });

  it("ends a connection that has gone silent, and tries again", async () => {
    const { hub, settings, file } = await makeCase();
    const silent: Fault = (_, response, content) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    };
    hub.misbehave(FILE, silent, sendFile);
    await downloadFile(file, { settings: { ...settings, patience: { ...settings.patience, idleMs: 100 } } });
    expect(await readFile(file.path)).toEqual(CONTENT);
  });

  it("stops when it is told to, and keeps what has come", async () => {
    const { hub, settings, file } = await makeCase();
    const stop = new AbortController();
    hub.misbehave(FILE, (_, response, content) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 1000));
    });
    const onBytes = (nBytes: number): void => {
      if (nBytes > 0) stop.abort();
    };
    await expect(downloadFile(file, { settings, signal: stop.signal, onBytes })).rejects.toThrow("aborted");
    expect(await readFile(`${file.path}.incomplete`)).toEqual(CONTENT.subarray(0, 1000));
  });

  it("says when no server answers", async () => {
    const { settings, file } = await makeCase();
    const message = await fails(downloadFile({ ...file, url: "http://127.0.0.1:9/x" }, { settings }));
    expect(message).toContain("the connection failed: expected an answer, received ");
    expect(message).toContain("Check the network and HF_ENDPOINT");
  });
});
