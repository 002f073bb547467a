import { cp, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { runBuild } from "../../helpers/run-build.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";
import { treeDigests, writeTinyContent } from "../../helpers/tiny-content.ts";

/** What a file function throws instead of doing its work, by its name and the first path that it gets. */
const faults = vi.hoisted(() => ({
  next: undefined as ((call: string, path: string) => unknown) | undefined,
}));

vi.mock("node:fs/promises", async (importOriginal) => {
  const real = await importOriginal<Record<string, (...args: unknown[]) => Promise<unknown>>>();
  const wrapped = ["writeFile", "readFile", "mkdir", "rename", "stat"].map((name) => {
    const own = real[name]!;
    const call = async (...args: unknown[]): Promise<unknown> => {
      const fault = faults.next?.(name, String(args[0]));
      if (fault !== undefined) throw fault as Error;
      return own(...args);
    };
    return [name, call] as const;
  });
  return { ...real, ...(Object.fromEntries(wrapped) as typeof real) };
});

const system = (code: string, path?: string): Error =>
  Object.assign(new Error(`${code}: the words of the system`), {
    code,
    syscall: "write",
    ...(path ? { path } : {}),
  });

/** Two models of one dataset; `broken` is the first in the order of names. */
async function twoModels(): Promise<string> {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  await cp(join(root, "content/models/tiny.yaml"), join(root, "content/models/broken.yaml"));
  return root;
}

const BY_US = /^broken\/lines: Headland has a fault here: .*x is no function.*faults\/broken--lines\.txt/s;

describe("an atlas that the machine does not let be built", () => {
  it("is told, and costs no other atlas; the next build makes it", { timeout: 240_000 }, async () => {
    const root = await twoModels();
    const whole = await runBuild(root, { methods: ["pca"] });
    expect(whole.errors).toEqual([]);
    const digests = await treeDigests(join(root, "out"));
    for (const [call, place, fault, expected] of [
      ["writeFile", "locks/broken--lines", system("ENOSPC"), /^broken\/lines: the disk is full: .*ENOSPC/],
      ["writeFile", "locks/broken--lines", system("EROFS", "work"), /^work: this file system is read-only/],
      ["writeFile", "locks/broken--lines", system("EMFILE", "a"), /^a: too many files are open at once/],
      ["rename", "staging/broken--lines", system("EBUSY"), /^broken\/lines: .*EBUSY/],
      ["writeFile", "locks/broken--lines", new TypeError("x is no function"), BY_US],
      [
        "writeFile",
        "locks/broken--lines",
        new RangeError("Array buffer allocation failed"),
        /^broken\/lines: there is not enough memory/,
      ],
    ] as const) {
      await rm(join(root, "out/broken"), { recursive: true, force: true });
      faults.next = (name, path) => (name === call && path.includes(place) ? fault : undefined);
      const { outcomes, errors } = await runBuild(root, { methods: ["pca"] });
      faults.next = undefined;
      expect(errors).toHaveLength(1);
      expect(errors[0]).toMatch(expected);
      expect(errors[0]).not.toMatch(/^\s+at /m);
      expect(outcomes["tiny/lines"]?.state).toBe("unchanged");
    }
    // What one rename cannot move is copied.
    faults.next = (name, path) =>
      name === "rename" && path.includes("staging/broken--lines") ? system("EXDEV") : undefined;
    expect((await runBuild(root, { methods: ["pca"] })).errors).toEqual([]);
    faults.next = undefined;
    expect(await treeDigests(join(root, "out"))).toEqual(digests);
    expect(await readdir(join(root, "out/broken"))).toEqual(["lines"]);
  });

  it("is the last one where the build is strict", async () => {
    const root = await twoModels();
    faults.next = (_, path) => (path.includes("locks/broken--lines") ? system("EACCES", path) : undefined);
    const { outcomes, errors } = await runBuild(root, { methods: ["pca"], strict: true });
    faults.next = undefined;
    expect(errors).toHaveLength(1);
    expect(outcomes).toEqual({});
  });
});

describe("a place that is not as Headland left it", () => {
  it("is told by what stands there: a file where a folder belongs", async () => {
    const root = await twoModels();
    await mkdir(join(root, "out"));
    await writeFile(join(root, "out/broken"), "");
    const { outcomes, errors } = await runBuild(root, { methods: ["pca"] });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(
      /^\.\/out\/broken.*: (a file stands where a folder belongs|another program uses)/,
    );
    expect(outcomes["tiny/lines"]?.state).toBe("built");
    await writeFile(join(root, "work-file"), "");
    const all = await runBuild(root, {
      methods: ["pca"],
      workFolder: join(root, "work-file"),
      outFolder: join(root, "new"),
    });
    expect(all.errors.length).toBeGreaterThan(0);
    for (const error of all.errors)
      expect(error).toMatch(/^\.\/work-file.*: a file stands where a folder belongs/);
  });
});
