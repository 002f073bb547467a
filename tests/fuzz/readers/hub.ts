/** A hub on loopback whose answers are damaged: heads and bodies, lists of files, redirects, ranges, pointers for contents. */
import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Random } from "#math/random.ts";
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import { PATIENCE, type HubSettings } from "#pipeline/hub/settings.ts";
import { tinyOnnxBeside } from "../../helpers/tiny-model.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const REPO = "org/name";
const BESIDE = tinyOnnxBeside("model.onnx_data");
const INDEX = "model.safetensors.index.json";
/** Files that may be another each time; the list of files tells what they are. */
const CHANGING = {
  "config.json": Buffer.from(
    '{"model_type": "gpt2", "vocab_size": 5, "n_positions": 8, "n_embd": 4, "n_layer": 1, "n_head": 2}',
  ),
  [INDEX]: Buffer.from('{"weight_map": {"a": "1-of-2.safetensors", "b": "2-of-2.safetensors"}}'),
};
const FILES = new Map([
  ["onnx/model.onnx", BESIDE.onnx],
  ["onnx/model.onnx_data", BESIDE.weights],
  ["1-of-2.safetensors", Buffer.alloc(700, 1)],
  ["2-of-2.safetensors", Buffer.alloc(300, 2)],
  ["tokenizer.json", Buffer.from("{}")],
  ...Object.entries(CHANGING),
]);

function listing(): Buffer {
  const siblings = [...FILES].map(([rfilename, content]) => {
    const sha256 = createHash("sha256").update(content).digest("hex");
    const blobId = createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");
    const size = content.length;
    return { rfilename, size, blobId, ...(size > 500 ? { lfs: { sha256, size, pointerSize: 134 } } : {}) };
  });
  return Buffer.from(JSON.stringify({ id: REPO, sha: COMMIT, siblings }));
}

function pointer(content: Buffer): Buffer {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return Buffer.from(
    `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`,
  );
}

function message(status: string, headers: Readonly<Record<string, string | number>>, body: Buffer): Buffer {
  const lines = Object.entries({ "content-length": body.length, connection: "close", ...headers });
  const head = [`HTTP/1.1 ${status}`, ...lines.map(([name, value]) => `${name}: ${value}`)].join("\r\n");
  return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
}

/** What a hub says to a request, now and then something else that hubs say. */
function answer(request: string, random: Random): Buffer {
  const [, path = ""] = request.split(" ");
  if (path.startsWith("/api/"))
    return message("200 OK", { "content-type": "application/json" }, list(random));
  const name = decodeURIComponent(path.replace(/^\/.*?\/resolve\/[^/]*\/|^\/cdn\//, ""));
  const content = FILES.get(name);
  if (content === undefined) return message("404 Not Found", {}, Buffer.from("none"));
  if (random() < 0.2 && !path.startsWith("/cdn/"))
    return message("302 Found", { location: `/cdn/${name}` }, Buffer.alloc(0));
  if (random() < 0.1) return message("200 OK", {}, pointer(content));
  if (random() < 0.1) return message("503 Busy", { "retry-after": "0" }, Buffer.alloc(0));
  const from = Number(/range: bytes=(\d+)-/i.exec(request)?.[1] ?? -1);
  if (from < 0) return message("200 OK", { etag: '"x"' }, content);
  const range = `bytes ${from}-${content.length - 1}/${content.length}`;
  return message("206 Partial Content", { etag: '"x"', "content-range": range }, content.subarray(from));
}

function list(random: Random): Buffer {
  return random() < 0.5 ? mutate(listing(), "json", random) : listing();
}

export const hub: FuzzReader = {
  name: "hub",
  what: "answers of the hub",
  cases: 3000,
  fewCases: 40,
  open: async (folder) => {
    let random: Random = () => 0;
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      let request = "";
      socket.on("error", () => socket.destroy());
      socket.on("close", () => sockets.delete(socket));
      socket.on("data", (bytes) => {
        request += bytes.toString("latin1");
        if (!request.includes("\r\n\r\n")) return;
        const whole = answer(request, random);
        request = "";
        socket.end(random() < 0.3 ? damagedHead(whole, random) : whole);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const settings: HubSettings = {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      cacheFolder: join(folder, "hub"),
      isOffline: false,
      patience: {
        ...PATIENCE,
        attempts: 3,
        firstDelayMs: 1,
        maxDelayMs: 2,
        maxRetryAfterMs: 20,
        idleMs: 300,
      },
    };
    return {
      tryOne: async (own) => {
        random = own;
        if (own() < 0.7) await rm(settings.cacheFolder, { recursive: true, force: true });
        for (const [name, content] of Object.entries(CHANGING))
          FILES.set(name, own() < 0.2 ? mutate(content, "json", own) : content);
        const asked = own() < 0.5 ? { weights: "safetensors" as const } : {};
        await fetchModel({ repo: REPO, revision: own() < 0.8 ? "main" : COMMIT }, { settings, asked });
      },
      close: () => stop(server, sockets),
    };
  },
};

/** Mostly status and headers; what comes of a damaged body is told by its checksum. */
function damagedHead(whole: Buffer, random: Random): Buffer {
  const end = whole.indexOf("\r\n\r\n");
  const [head, body] = [whole.subarray(0, end), whole.subarray(end)];
  return random() < 0.6
    ? Buffer.concat([mutate(head, "text", random), body])
    : Buffer.concat([head, mutate(body, "binary", random)]);
}

async function stop(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
