/** Compiles the kernels. The same source and compiler give the same bytes, so a test can detect a stale binary. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "assemblyscript/asc";

export async function compileKernels(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "headland-kernels-"));
  const outFile = join(folder, "kernels.wasm");
  try {
    const flags = ["-O3", "--converge", "--noAssert", "--enable", "simd", "--runtime", "stub"];
    const { error, stderr } = await main(["src/kernels/kernels.ts", ...flags, "--outFile", outFile]);
    if (error)
      throw new Error(`The kernels do not compile:\n${(stderr as { toString(): string }).toString()}`, {
        cause: error,
      });
    return await readFile(outFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
