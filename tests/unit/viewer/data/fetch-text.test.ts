import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { FormatError } from "#atlas/files/columns.ts";
import { asLoadError, fetchText, LoadError } from "#viewer/data/fetch-text.ts";
import { loadPart } from "#viewer/data/load-part.ts";

const QUICK = { pausesMs: [5, 10], silenceMs: 150 };

/** A server that answers with each of these in turn, the last one from then on. */
async function serving(...answers: RequestListener[]): Promise<{ address: string; nRequests: () => number }> {
  let n = 0;
  const server = createServer((request, response) => {
    answers[Math.min(n++, answers.length - 1)]?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://localhost:${(server.address() as AddressInfo).port}/`, nRequests: () => n };
}

const body =
  (text: string, status = 200): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end(text);
const load = (address: string): Promise<string> => fetchText(address, "tokens.json", QUICK);

beforeEach(() => {
  vi.stubGlobal("location", { protocol: "http:" });
  onTestFinished(() => void vi.unstubAllGlobals());
});

describe("fetchText", () => {
  it("gives what the file holds", async () => {
    const { address } = await serving(body('{"n": 2}'));
    expect(await load(address)).toBe('{"n": 2}');
  });

  it("tries again while the server is busy", async () => {
    const { address, nRequests } = await serving(body("busy", 503), body("slow down", 429), body("[1]"));
    expect(await load(address)).toBe("[1]");
    expect(nRequests()).toBe(3);
  });

  it("tries again after a connection that broke off on the way", async () => {
    const broken: RequestListener = (_, response) => {
      response.writeHead(200, { "content-length": "100" }).write("[1, 2");
      setTimeout(() => response.destroy(), 20);
    };
    const { address } = await serving(broken, body("[1, 2]"));
    expect(await load(address)).toBe("[1, 2]");
  });

  it.each([
    [404, "tokens.json is missing on the server. The site may have changed: reload the page.", 1],
    [403, "tokens.json could not be loaded (HTTP 403). The server does not allow it.", 1],
    [503, "tokens.json could not be loaded (HTTP 503). The server is busy: try again in a moment.", 3],
  ])("says in words what HTTP %i means", async (status, message, nTries) => {
    const { address, nRequests } = await serving(body("", status));
    await expect(load(address)).rejects.toThrow(message);
    expect(nRequests()).toBe(nTries);
  });

  it("says of a copy on a disk that a file is not there", async () => {
    const { address, nRequests } = await serving(body("", 404));
    vi.stubGlobal("location", { protocol: "file:" });
    await expect(load(address)).rejects.toThrow(
      "tokens.json is missing in this copy of the site, or cannot be read. Copy or unpack the folder again.",
    );
    expect(nRequests()).toBe(1);
  });

  it("waits for a slow file as long as something arrives", async () => {
    const slow: RequestListener = (_, response) => {
      let n = 0;
      const timer = setInterval(() => {
        if (++n < 6) response.write("[".repeat(n === 1 ? 1 : 0) + " ");
        else response.end("1]");
        if (n === 6) clearInterval(timer);
      }, 60);
    };
    const { address } = await serving(slow);
    expect(await load(address)).toBe("[     1]");
  });

  it("gives up on a server that falls silent", async () => {
    const { address } = await serving(() => undefined);
    await expect(load(address)).rejects.toThrow("tokens.json could not be loaded: nothing arrived for 0 s.");
  });

  it("says that the network is away, or that pages from disk cannot read data", async () => {
    const address = "http://localhost:9/";
    await expect(load(address)).rejects.toThrow(
      "tokens.json could not be loaded. Check your network connection.",
    );
    vi.stubGlobal("location", { protocol: "file:" });
    await expect(load(address)).rejects.toThrow(/browsers do not read data from disk/);
  });
});

describe("asLoadError", () => {
  it("adds what to do about a damaged file", () => {
    const damaged = new FormatError("tokens.json is damaged: it is not complete JSON.");
    expect(() => asLoadError(damaged)).toThrow(LoadError);
    expect(() => asLoadError(damaged)).toThrow(
      "tokens.json is damaged: it is not complete JSON. Build this atlas again.",
    );
  });

  it("does not call a mistake of the program a damaged file", () => {
    const mistake = new TypeError("x is not a function");
    expect(() => asLoadError(mistake)).toThrow(mistake);
  });
});

describe("loadPart", () => {
  it("says which part of the page could not be loaded", async () => {
    expect(await loadPart("The map", () => Promise.resolve(1))).toBe(1);
    const failing = (): Promise<never> => Promise.reject(new TypeError("Failed to fetch module"));
    await expect(loadPart("The map", failing)).rejects.toThrow(
      /^The map could not be loaded\. .* reload the page\.$/,
    );
  });
});
