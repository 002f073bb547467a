import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  defaultView,
  folderReader,
  formatHead,
  FormatError,
  formatView,
  headPath,
  parseView,
  readAtlas,
  urlReader,
} from "../../../src/library/atlas.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const maps = { methods: ["pca"], dims: [2] } as const;
const head = { layer: 0, head: 1 };
const pca2 = { method: "pca", dim: 2 } as const;

async function atlasFolder(): Promise<string> {
  const folder = await tempFolder();
  const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
  await writeSyntheticAtlas(folder, { model: "tiny", dataset: "made-up", kind: "text", maps, ...shape });
  return join(folder, "tiny/made-up");
}

async function serving(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join(folder, request.url?.replace("/atlas/", "") ?? "")).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/atlas`;
}

describe("an atlas", () => {
  it("is the same from a folder and from a server, with a slash at the end or without", async () => {
    const folder = await atlasFolder();
    const address = await serving(folder);
    const readers = [folderReader(folder), urlReader(address), urlReader(new URL(`${address}/`))];
    const [first, ...others] = await Promise.all(
      readers.map(async (reader) => {
        const atlas = await readAtlas(reader);
        const numbers = await atlas.numbers();
        return { heads: atlas.heads, numbers, map: await atlas.coordinates(head, pca2) };
      }),
    );
    expect(first?.heads.map(formatHead)).toEqual(["L0H0", "L0H1"]);
    for (const other of others) expect(other).toEqual(first);
  });

  it("names the file that is missing, and where it was looked for", async () => {
    const folder = await atlasFolder();
    await rm(join(folder, "heads/L0H1/points.json"));
    const [here, there] = [folderReader(folder), urlReader(await serving(folder))];
    const missing = (await readAtlas(here)).points(head);
    await expect(missing).rejects.toThrow(FormatError);
    await expect(missing).rejects.toThrow(`heads/L0H1/points.json is missing: expected it in ${folder}.`);
    await expect((await readAtlas(there)).points(head)).rejects.toThrow(
      "heads/L0H1/points.json could not be loaded (HTTP 404)",
    );
    await expect(readAtlas(folderReader(join(folder, "manifest.json")))).rejects.toThrow(
      "manifest.json cannot be read (ENOTDIR)",
    );
  });

  it("is fetched as the caller says", async () => {
    const folder = await atlasFolder();
    const asked: string[] = [];
    const request = async (address: string): Promise<Response> => {
      asked.push(address);
      return new Response(await readFile(join(folder, address.replace("https://x.org/a/", ""))));
    };
    await (await readAtlas(urlReader("https://x.org/a", request))).tokens();
    expect(asked).toEqual(["https://x.org/a/manifest.json", "https://x.org/a/tokens.json"]);
  });
});

describe("the address of a view", () => {
  it("is read as it was written", () => {
    const view = { ...defaultView(maps), search: "the", selected: { role: "key", token: 3 } as const };
    const address = headPath("/docs", { model: "tiny", dataset: "made-up" }, head) + formatView(view, maps);
    expect(address).toMatch(/^\/docs\/tiny\/made-up\/L0H1\/\?/);
    expect(parseView(new URL(address, "https://x.org").search, maps)).toEqual(view);
  });
});
