import { spawn, type ChildProcessByStdio } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { seededRandom } from "#math/random.ts";
import { fetchModel } from "#pipeline/hub/fetch-model.ts";
import { bytesField } from "#pipeline/onnx/file/protobuf.ts";
import { COMPILE_CACHE } from "../../../helpers/compile-cache.ts";
import { COMMIT, mockSettings, startMockHub, type Fault, type MockHub } from "../../../helpers/mock-hub.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { tinyOnnx } from "../../../helpers/tiny-model.ts";

const N_KILLS = 50;
const random = seededRandom(50);
const PADDING = Buffer.from(Uint8Array.from({ length: 200_000 }, () => 97 + Math.floor(random() * 26)));
/** A model whose documentation makes it long. */
const MODEL = Buffer.concat([tinyOnnx(), bytesField(6, PADDING)]);
const FILE = "onnx/model.onnx";

interface Kill {
  /** Bytes that are sent before the server falls silent; all of them where the kill falls behind the last. */
  readonly nBytes: number;
  /** Kills as soon as they are sent, else when they are kept. */
  readonly isEarly: boolean;
}

const KILLS = Array.from({ length: N_KILLS }, (_, i): Kill => {
  const nBytes = i % 10 === 9 ? MODEL.length : Math.floor(random() * MODEL.length);
  return { nBytes, isEarly: i % 3 === 0 };
});

interface Child {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  /** Its exit code. */
  readonly gone: Promise<unknown>;
}

/** Starts a download in a process of its own. */
function startChild(hub: MockHub, root: string): Child {
  const script = join(import.meta.dirname, "../../../helpers/fetch-until-killed.ts");
  const env = {
    HF_ENDPOINT: hub.endpoint,
    HF_HUB_CACHE: join(root, "cache"),
    PATH: process.env["PATH"] ?? "",
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  };
  const child = spawn(process.execPath, [script, "org/name"], { env, stdio: ["ignore", "pipe", "inherit"] });
  return { child, gone: new Promise((resolve) => child.on("exit", resolve)) };
}

/** Kills a download, as −9 does. */
async function killAt(hub: MockHub, root: string, { nBytes, isEarly }: Kill): Promise<void> {
  const { child, gone } = startChild(hub, root);
  const kill = (): void => void child.kill("SIGKILL");
  const sendSome: Fault = (_, response, content) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, nBytes), () => isEarly && kill());
    if (nBytes === 0) kill();
  };
  hub.misbehave(FILE, sendSome);
  createInterface(child.stdout).on("line", (line) => {
    if (!isEarly && Number(line) >= nBytes) kill();
  });
  await gone;
}

describe("a download that is killed", () => {
  it(`goes on to the same bytes, wherever it is killed (${N_KILLS} places)`, async () => {
    let nResumed = 0;
    const lane = async (kills: readonly Kill[]): Promise<void> => {
      const hub = await startMockHub("org/name", { [FILE]: MODEL });
      for (const kill of kills) {
        const root = await tempFolder();
        await killAt(hub, root, kill);
        const before = hub.requests.length;
        hub.misbehave(FILE);
        const { folder } = await fetchModel(
          { repo: "org/name", revision: "main" },
          { settings: mockSettings(hub, root) },
        );
        expect(folder).toBe(join(root, "cache/models--org--name/snapshots", COMMIT));
        expect((await readFile(join(folder, FILE))).equals(MODEL)).toBe(true);
        const asked = hub.requests.slice(before).find(({ host }) => host === "content");
        // None is asked for where all bytes had come before.
        if (asked === undefined || asked.headers.range !== undefined) nResumed++;
      }
    };
    await Promise.all([0, 1].map((half) => lane(KILLS.filter((_, i) => i % 2 === half))));
    expect(nResumed).toBeGreaterThan(N_KILLS / 2);
  }, 240_000);
});

describe("two builds at once", () => {
  it("download a model once", async () => {
    const root = await tempFolder();
    const hub = await startMockHub("org/name", { [FILE]: MODEL });
    const both = [startChild(hub, root), startChild(hub, root)];
    for (const { child } of both) child.stdout.resume();
    expect(await Promise.all(both.map(({ gone }) => gone))).toEqual([0, 0]);
    expect(hub.requests.filter(({ host }) => host === "content")).toHaveLength(1);
    const file = join(root, "cache/models--org--name/snapshots", COMMIT, FILE);
    expect((await readFile(file)).equals(MODEL)).toBe(true);
  });
});
