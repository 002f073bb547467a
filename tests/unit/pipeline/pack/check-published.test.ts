import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  checkPublished,
  describeDamage,
  rememberPublished,
  type CheckOptions,
} from "#pipeline/pack/check-published.ts";
import { AtlasWriter } from "#pipeline/pack/write-atlas.ts";
import { flip } from "../../../helpers/damage.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

const POINTS = "heads/L0H0/points.json";

interface Case {
  readonly folder: string;
  /** As at a start long after the files were written. */
  readonly options: CheckOptions;
}

async function publishedCase(): Promise<Case> {
  const root = await tempFolder();
  const folder = join(root, "atlas");
  const writer = await AtlasWriter.start(folder, join(root, "staging"));
  await writer.addJson(POINTS, { v: 1, x: "AAAA" });
  await writer.addJson("tokens.json", { v: 1 });
  await writer.add("empty.webp", "");
  await writer.addJson("manifest.json", { v: 1 });
  await writer.publish();
  return { folder, options: { stampsFile: join(root, "work/stamps.json"), now: later } };
}

const later = (): number => Date.now() + 60_000;

/** Damages a file so that neither its size nor any time that a program can set tells of it. */
async function flipUnseen(path: string): Promise<void> {
  const { atime, mtime } = await stat(path);
  await flip(path);
  await utimes(path, atime, mtime);
}

describe("checkPublished", () => {
  it("finds nothing in an atlas as it was published, read or remembered", async () => {
    const { folder, options } = await publishedCase();
    expect(await checkPublished(folder, options)).toEqual([]);
    expect(await checkPublished(folder, options)).toEqual([]);
    expect(await checkPublished(folder, { ...options, isThorough: true })).toEqual([]);
  });

  it("names what is missing, cut and altered, in the order of paths", async () => {
    const { folder, options } = await publishedCase();
    await checkPublished(folder, options);
    await rm(join(folder, "empty.webp"));
    await truncate(join(folder, POINTS), 3);
    await setTimeout(20);
    await flip(join(folder, "tokens.json"));
    expect(await checkPublished(folder, options)).toEqual([
      { path: "empty.webp", fault: "missing" },
      { path: POINTS, fault: "of another size" },
      { path: "tokens.json", fault: "of other content" },
    ]);
  });

  it("takes a folder in a file's place for a missing file", async () => {
    const { folder, options } = await publishedCase();
    await rm(join(folder, "empty.webp"));
    await mkdir(join(folder, "empty.webp"));
    expect(await checkPublished(folder, options)).toEqual([{ path: "empty.webp", fault: "missing" }]);
  });

  it("reads a file again only where its times have changed", async () => {
    const { folder, options } = await publishedCase();
    await checkPublished(folder, options);
    // What is remembered is trusted: with another file's stamps it would not be.
    const stamps = await readFile(options.stampsFile, "utf8");
    await flip(join(folder, POINTS));
    const { size, ino, mtimeNs, ctimeNs } = await stat(join(folder, POINTS), { bigint: true });
    const known = JSON.parse(stamps) as { stamps: string[] };
    const forged = known.stamps.map((stamp) =>
      stamp.split(" ")[1] === String(ino) ? [size, ino, mtimeNs, ctimeNs].join(" ") : stamp,
    );
    await writeFile(options.stampsFile, JSON.stringify({ ...known, stamps: forged }));
    expect(await checkPublished(folder, options)).toEqual([]);
    expect(await checkPublished(folder, { ...options, isThorough: true })).toEqual([
      { path: POINTS, fault: "of other content" },
    ]);
    await rm(options.stampsFile);
    expect(await checkPublished(folder, options)).toHaveLength(1);
  });

  it("finds a flipped byte anywhere in any file, the list itself included", async () => {
    const { folder, options } = await publishedCase();
    for (const file of [POINTS, "tokens.json", "manifest.json", "files.json"]) {
      const whole = await readFile(join(folder, file));
      for (let at = whole.length - 1; at >= 0; at -= 7) {
        await flip(join(folder, file), at);
        expect(
          await checkPublished(folder, { ...options, isThorough: true }),
          `${file}, byte ${at}`,
        ).not.toEqual([]);
        await writeFile(join(folder, file), whole);
      }
    }
    expect(await checkPublished(folder, options)).toEqual([]);
  });

  it("does not remember a file that changed within two seconds of being read", async () => {
    const { folder, options } = await publishedCase();
    await checkPublished(folder, { ...options, now: Date.now });
    const { stamps } = JSON.parse(await readFile(options.stampsFile, "utf8")) as { stamps: string[] };
    expect(stamps).toEqual(["", "", "", ""]);
  });

  it("reads all where what it remembers is damaged, or of another atlas", async () => {
    const { folder, options } = await publishedCase();
    const other = await publishedCase();
    await checkPublished(folder, options);
    const remembered = await readFile(options.stampsFile, "utf8");
    await flipUnseen(join(folder, POINTS));
    for (const text of ["", "[]", "{", remembered.slice(0, 50), remembered.replace(/[0-9a-f]{64}/, "")]) {
      await writeFile(options.stampsFile, text);
      expect(await checkPublished(folder, options), text).toHaveLength(1);
    }
    await checkPublished(other.folder, { ...other.options, stampsFile: options.stampsFile });
    expect(await checkPublished(folder, options)).toHaveLength(1);
  });

  it("says of an atlas without a list, or with one that is none, what it lacks", async () => {
    const { folder, options } = await publishedCase();
    await writeFile(join(folder, "files.json"), "{}");
    expect(await checkPublished(folder, options)).toEqual([
      { path: "files.json", fault: "of other content" },
    ]);
    await rm(join(folder, "files.json"));
    expect(await checkPublished(folder, options)).toEqual([{ path: "files.json", fault: "missing" }]);
  });

  it("works where nothing can be remembered", async () => {
    const { folder, options } = await publishedCase();
    await mkdir(join(options.stampsFile, "in the way"), { recursive: true });
    expect(await checkPublished(folder, options)).toEqual([]);
    expect(await readdir(join(options.stampsFile, ".."))).toEqual(["stamps.json"]);
  });
});

describe("rememberPublished", () => {
  it("spares the next start the reading", async () => {
    const { folder, options } = await publishedCase();
    await rememberPublished(folder, options);
    const before = await readFile(options.stampsFile, "utf8");
    expect((JSON.parse(before) as { stamps: string[] }).stamps).not.toContain("");
    expect(await checkPublished(folder, options)).toEqual([]);
    expect(await readFile(options.stampsFile, "utf8")).toBe(before);
    await flip(join(folder, POINTS));
    expect(await checkPublished(folder, options)).toHaveLength(1);
  });
});

describe("describeDamage", () => {
  it("names one file, or the first three and how many more", () => {
    const missing = (path: string) => ({ path, fault: "missing" }) as const;
    expect(describeDamage([missing("a")])).toBe("a was missing");
    expect(describeDamage(["a", "b"].map(missing))).toBe(
      "2 of its files were damaged (a missing, b missing)",
    );
    expect(describeDamage(["a", "b", "c", "d", "e"].map(missing))).toBe(
      "5 of its files were damaged (a missing, b missing, c missing, and 2 more)",
    );
  });
});
