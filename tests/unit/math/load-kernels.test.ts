import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Kernels } from "#math/kernels.ts";
import { loadKernels } from "#math/load-kernels.ts";

const PATH = "src/kernels/kernels.wasm";
/** Of three points on a line the nearest of each. */
const nearest = (kernels: Kernels): number[] => [
  ...kernels.nearestNeighbors(Float32Array.of(0, 1, 3), 3, 1, 1, "euclidean").indices,
];

async function serving(): Promise<string> {
  const bytes = await readFile(PATH);
  const server = createServer((request, response) => {
    const isThere = request.url === "/kernels.wasm";
    response.writeHead(isThere ? 200 : 404).end(isThere ? bytes : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

describe("loadKernels", () => {
  it("finds the file that comes with Headland", async () => {
    expect(nearest(await loadKernels())).toEqual([1, 0, 1]);
  });

  it("takes an address of a file, and bytes", async () => {
    const bytes = await readFile(PATH);
    const sources = [pathToFileURL(PATH), pathToFileURL(PATH).href, bytes, new Uint8Array(bytes).buffer];
    for (const source of sources) expect(nearest(await loadKernels(source))).toEqual([1, 0, 1]);
  });

  it("takes an address on the network, a relative one too where there is a page, and what was fetched", async () => {
    const address = await serving();
    expect(nearest(await loadKernels(`${address}kernels.wasm`))).toEqual([1, 0, 1]);
    expect(nearest(await loadKernels(await fetch(`${address}kernels.wasm`)))).toEqual([1, 0, 1]);
    vi.stubGlobal("location", { href: `${address}page/` });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(nearest(await loadKernels("../kernels.wasm"))).toEqual([1, 0, 1]);
  });

  it("says what is not there, or is something else", async () => {
    const address = await serving();
    await expect(loadKernels(`${address}gone.wasm`)).rejects.toThrow(
      `${address}gone.wasm could not be loaded (HTTP 404).`,
    );
    await expect(loadKernels(pathToFileURL("no/such.wasm"))).rejects.toThrow("ENOENT");
    await expect(loadKernels(Uint8Array.of(1, 2, 3))).rejects.toThrow(WebAssembly.CompileError);
  });
});
