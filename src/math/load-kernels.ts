/** Loads the compiled kernels, in Node and in a browser. */
import { Kernels } from "./kernels.ts";

/** An address, what was fetched from it, or its bytes. */
export type KernelSource = URL | string | Response | BufferSource;

/**
 * @param source The file that comes with Headland, if not given; where a bundler moves it, its address has to be given.
 * @throws {WebAssembly.CompileError} if it is not the compiled kernels, and what reading or fetching the file throws.
 */
export async function loadKernels(
  source: KernelSource = new URL("../kernels/kernels.wasm", import.meta.url),
): Promise<Kernels> {
  return new Kernels(await WebAssembly.compile(await bytesOf(source)));
}

async function bytesOf(source: KernelSource): Promise<BufferSource> {
  if (typeof source === "string" || source instanceof URL) {
    const url = new URL(source, "location" in globalThis ? location.href : undefined);
    return url.protocol === "file:" ? readFile(url) : bytesOf(await fetch(url));
  }
  if (!(source instanceof Response)) return source;
  if (!source.ok) throw new Error(`${source.url} could not be loaded (HTTP ${source.status}).`);
  return source.arrayBuffer();
}

/** `fetch` reads no files, and an import of Node's would not get past a bundler. */
function readFile(url: URL): Promise<BufferSource> {
  return process.getBuiltinModule("node:fs/promises").readFile(url);
}
