import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { HubError, TransientError } from "#pipeline/hub/hub-error.ts";
import { openRequest } from "#pipeline/hub/request.ts";
import { mockSettings } from "../../../helpers/mock-hub.ts";

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A server that sends these bytes to whatever it is asked, and closes the connection. */
async function serveRaw(bytes: Buffer): Promise<string> {
  const server = createSocketServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const settings = (token?: string) => ({
  ...mockSettings({ endpoint: "" }, "/"),
  ...(token ? { token } : {}),
});

async function read(url: string, token?: string): Promise<Buffer> {
  const { chunks } = await openRequest(url, settings(token));
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks()) parts.push(chunk);
  return Buffer.concat(parts);
}

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let nBytes = 0;
  for await (const chunk of chunks) nBytes += chunk.length;
  return nBytes;
}

describe("a request", () => {
  it.each([70_000, 100_000, 300_000])(
    "reads %i bytes late from a server that has closed the connection, as proxies do",
    async (size) => {
      const body = Buffer.alloc(size, "x");
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
      const url = await serveRaw(Buffer.concat([Buffer.from(head), body]));
      const { chunks } = await openRequest(url, settings());
      await wait(100);
      expect(await lengthOf(chunks())).toBe(size);
    },
  );

  it("tells a body that breaks off, also if it is not read yet", async () => {
    const head = "HTTP/1.1 200 OK\r\ncontent-length: 500000\r\nconnection: close\r\n\r\n";
    const url = await serveRaw(Buffer.concat([Buffer.from(head), Buffer.alloc(200_000)]));
    const { chunks } = await openRequest(url, settings());
    await wait(50);
    await expect(lengthOf(chunks())).rejects.toThrow(TransientError);
    await expect(read(await serveRaw(Buffer.from("no HTTP")))).rejects.toThrow(/the connection failed/);
  });

  it("decodes a body that is compressed although nobody asked for it", async () => {
    const text = "text ".repeat(1000);
    for (const [coding, bytes] of [
      ["gzip", gzipSync(text)],
      ["br", brotliCompressSync(text)],
      ["identity", Buffer.from(text)],
    ] as const) {
      const url = await serve(
        (_, response) => void response.writeHead(200, { "content-encoding": coding }).end(bytes),
      );
      expect((await read(url)).toString()).toBe(text);
    }
    const broken = await serve(
      (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(text),
    );
    await expect(read(broken)).rejects.toThrow(TransientError);
  });

  it("follows redirects, and loses its token with the first that leads elsewhere", async () => {
    const seen: (string | undefined)[] = [];
    const other = await serve(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(307, { location: `${url}/end` }).end();
    });
    const url = await serve(({ url: path, headers }, response) => {
      seen.push(headers.authorization);
      if (path === "/end") response.end("here");
      else response.writeHead(path === "/a" ? 302 : 308, { location: path === "/a" ? "b" : other }).end();
    });
    expect((await read(`${url}/a`, "hf_t")).toString()).toBe("here");
    expect(seen).toEqual(["Bearer hf_t", "Bearer hf_t", undefined, undefined]);
  });

  it.each([
    ["to itself", "/a", /more than 20 redirects/],
    ["to a file of this machine", "file:///etc/passwd", /a redirect to file:/],
    ["to no address", "http://", /Invalid URL/],
  ])("refuses a redirect %s", async (_, location, message) => {
    const url = await serve((_request, response) => void response.writeHead(302, { location }).end());
    await expect(read(`${url}/a`)).rejects.toThrow(message);
  });

  it("takes a redirect to nowhere for another answer", async () => {
    const url = await serve((_, response) => void response.writeHead(302).end());
    await expect(read(url)).rejects.toThrow(HubError);
  });
});
