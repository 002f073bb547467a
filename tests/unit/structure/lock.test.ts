import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");

interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly resolved?: string }>
  >;
}

describe("package-lock.json", () => {
  it("has npm run no install script of a package, and names no registry", async () => {
    // npm goes by this field. onnxruntime-node's script would fetch libraries for graphics cards.
    const { packages } = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")) as Lock;
    const all = Object.entries(packages);
    expect(all.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name)).toEqual([]);
    expect(all.filter(([, { resolved }]) => resolved?.startsWith("http")).map(([name]) => name)).toEqual([]);
  });
});
