import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DigestIndex } from "#pipeline/cache/digest-index.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";

/** Long after every file of a test was written. */
const LATER = { now: () => Date.now() + 60_000 };

interface Case {
  readonly folder: string;
  readonly file: string;
  readonly indexFile: string;
}

async function makeCase(text = "abc"): Promise<Case> {
  const folder = await tempFolder();
  const file = join(folder, "a.txt");
  await writeFile(file, text);
  return { folder, file, indexFile: join(folder, "digests.json") };
}

/** Until the next change of a file gets another time, on systems that count in steps. */
const tick = (): Promise<void> => setTimeout(30);

const contentOf = (text: string): string =>
  `${text.length}\0${createHash("sha256").update(text).digest("hex")}`;

/** Puts other words into the index: what is trusted comes back as it stands there. */
async function poison({ indexFile }: Case): Promise<string> {
  const text = await readFile(indexFile, "utf8");
  const poisoned = text.replace(/[0-9a-f]{64}(?=")/g, "0".repeat(64));
  expect(poisoned).not.toBe(text);
  await writeFile(indexFile, poisoned);
  return `3\0${"0".repeat(64)}`;
}

async function remembered(case_: Case): Promise<DigestIndex> {
  await tick();
  const first = await DigestIndex.open(case_.folder, LATER);
  await first.content(case_.file);
  await first.save();
  return DigestIndex.open(case_.folder, LATER);
}

describe("DigestIndex", () => {
  it("gives size and sha-256, those of the FIPS example", async () => {
    const { folder, file } = await makeCase();
    expect(await (await DigestIndex.open(folder)).content(file)).toBe(
      "3\0ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  it("does not read again what is as it was, unless it is told not to trust", async () => {
    const made = await makeCase();
    await remembered(made);
    const wrong = await poison(made);
    expect(await (await DigestIndex.open(made.folder, LATER)).content(made.file)).toBe(wrong);
    const forced = await DigestIndex.open(made.folder, { ...LATER, isTrusting: false });
    expect(await forced.content(made.file)).toBe(contentOf("abc"));
    await forced.save();
    expect(await (await DigestIndex.open(made.folder, LATER)).content(made.file)).toBe(contentOf("abc"));
  });

  it.each([
    ["longer content", (file: string) => writeFile(file, "abcd"), "abcd"],
    ["other content of the same length", (file: string) => writeFile(file, "xyz"), "xyz"],
  ])("reads again after %s", async (_, change, text) => {
    const made = await makeCase();
    const index = await remembered(made);
    await change(made.file);
    expect(await index.content(made.file)).toBe(contentOf(text));
  });

  it("is not deceived by a copy that keeps size and times, as rsync and tar make them", async () => {
    const made = await makeCase();
    const then = new Date("2020-01-01");
    await utimes(made.file, then, then);
    const index = await remembered(made);
    const other = join(made.folder, "b.txt");
    await writeFile(other, "xyz");
    await copyFile(other, made.file);
    await utimes(made.file, then, then);
    expect(await index.content(made.file)).toBe(contentOf("xyz"));
  });

  it("does not trust a file that changed within two seconds of being read: it may change once more in the same instant", async () => {
    const made = await makeCase();
    const quick = await DigestIndex.open(made.folder, { now: () => Date.now() + 1000 });
    await quick.content(made.file);
    await quick.save();
    expect(await readdir(made.folder)).toEqual(["a.txt"]);
    // A clock of the file's own that is ahead of ours: what changes in its future was not settled when it was read.
    const soon = new Date(Date.now() + 3_600_000);
    await utimes(made.file, soon, soon);
    const late = await DigestIndex.open(made.folder, LATER);
    expect(await late.content(made.file)).toBe(contentOf("abc"));
    await late.save();
    expect(await readdir(made.folder)).toEqual(["a.txt"]);
  });

  it("does not remember a file that changed while it was read", async () => {
    const { folder, file } = await makeCase();
    await tick();
    const index = await DigestIndex.open(folder, LATER);
    const read = async (): Promise<string[]> => {
      const words = [await readFile(file, "utf8")];
      await writeFile(file, "xyz");
      return words;
    };
    expect(await index.fact(file, "words", read)).toEqual(["abc"]);
    expect(await index.fact(file, "words", read)).toEqual(["xyz"]);
  });

  it("follows links: a changed target and another target are both seen", async () => {
    const { folder, file } = await makeCase();
    const [link, chain, other] = ["link", "chain", "other.txt"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(other, "xyz");
    await symlink("a.txt", link);
    await symlink("link", chain);
    await tick();
    const index = await DigestIndex.open(folder, LATER);
    expect(await index.content(chain)).toBe(contentOf("abc"));
    await writeFile(file, "abd");
    expect(await index.content(chain)).toBe(contentOf("abd"));
    await rm(link);
    await symlink("other.txt", link);
    expect(await index.content(chain)).toBe(contentOf("xyz"));
  });

  it("says of a folder, a link to nothing, a circle of links and no file at all that they hold nothing", async () => {
    const { folder } = await makeCase();
    await mkdir(join(folder, "folder"));
    await symlink("nowhere", join(folder, "dangling"));
    await symlink("circle", join(folder, "circle"));
    const index = await DigestIndex.open(folder, LATER);
    for (const name of ["folder", "dangling", "circle", "absent", "a.txt/inside"])
      expect(await index.content(join(folder, name))).toBe("nothing");
  });

  it.each([
    ["sha-256", createHash("sha256").update("abc").digest("hex")],
    ["git's sha-1", createHash("sha1").update("blob 3\0abc").digest("hex")],
  ])("checks a hub's blob against its name, once, but no other file of such a name: %s", async (_, name) => {
    const { folder } = await makeCase();
    const blob = join(folder, "models--org--name/blobs", name);
    const other = join(folder, "mine/blobs", name);
    for (const path of [blob, other]) {
      await mkdir(join(path, ".."), { recursive: true });
      await writeFile(path, "abc");
    }
    const link = join(folder, "link");
    await symlink(blob, link);
    await tick();
    const index = await DigestIndex.open(folder, LATER);
    expect(await index.content(link)).toBe(contentOf("abc"));
    for (const path of [blob, other]) await writeFile(path, "abd");
    await expect(index.content(link)).rejects.toThrow(
      `${link}: the file in the hub's cache is damaged: expected content with the checksum ${name}, received `,
    );
    // Nothing of it is remembered.
    await expect(index.content(link)).rejects.toThrow("Headland downloads the file again");
    expect(await index.content(other)).toBe(contentOf("abd"));
    await writeFile(blob, "abc");
    expect(await index.content(link)).toBe(contentOf("abc"));
  });

  it("remembers what a reader tells of a file, until the file changes", async () => {
    const made = await makeCase("one two");
    let nRead = 0;
    const list = (index: DigestIndex): Promise<readonly string[] | undefined> =>
      index.fact(made.file, "words", () => {
        nRead++;
        return ["one", "two"];
      });
    const index = await remembered(made);
    await list(index);
    await index.save();
    await tick();
    const next = await DigestIndex.open(made.folder, LATER);
    expect(await list(next)).toEqual(["one", "two"]);
    expect(await next.content(made.file)).toBe(contentOf("one two"));
    expect(nRead).toBe(1);
    await writeFile(made.file, "three");
    await list(next);
    expect(nRead).toBe(2);
  });
});

describe("the file of a DigestIndex", () => {
  it.each([
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["no JSON", () => "\0\0\0\0"],
    ["a list", () => "[]"],
    ["of another version", (text: string) => text.replace('"version":2', '"version":1')],
    ["with a digest that is none", (text: string) => text.replace(/[0-9a-f]{64}/, "abc")],
    ["with an entry that is none", (text: string) => text.replace(/"stamp":"[^"]*"/, '"stamp":7')],
  ])("is made anew where it is %s", async (_, damage) => {
    const made = await makeCase();
    await remembered(made);
    const whole = await readFile(made.indexFile, "utf8");
    const damaged = damage(whole);
    expect(damaged).not.toBe(whole);
    await writeFile(made.indexFile, damaged);
    const index = await remembered(made);
    expect(await index.content(made.file)).toBe(contentOf("abc"));
    expect(await readFile(made.indexFile, "utf8")).toBe(whole);
  });

  it("is left out where the disk takes none, and nothing half written stays", async () => {
    const made = await makeCase();
    await mkdir(join(made.indexFile, "in the way"), { recursive: true });
    const index = await remembered(made);
    expect(await index.content(made.file)).toBe(contentOf("abc"));
    expect((await readdir(made.folder)).sort()).toEqual(["a.txt", "digests.json"]);
  });

  it("keeps what two processes have learned of one file", async () => {
    const made = await makeCase();
    const [first, second] = [
      await DigestIndex.open(made.folder, LATER),
      await DigestIndex.open(made.folder, LATER),
    ];
    await first.content(made.file);
    await second.fact(made.file, "letters", () => ["abc"]);
    await second.save();
    await first.save();
    const both = await DigestIndex.open(made.folder, LATER);
    const unread = (): never => expect.unreachable("It is remembered.");
    expect(await both.fact(made.file, "letters", unread)).toEqual(["abc"]);
    expect(await both.content(made.file)).toBe(contentOf("abc"));
  });

  it("keeps what two builds at once have learned, and forgets files that are gone", async () => {
    const made = await makeCase();
    const [other, gone] = [join(made.folder, "b.txt"), join(made.folder, "gone.txt")];
    await writeFile(other, "xyz");
    await writeFile(gone, "g");
    const builds = [
      await DigestIndex.open(made.folder, LATER),
      await DigestIndex.open(made.folder, LATER),
    ] as const;
    await builds[0].content(made.file);
    await builds[1].content(other);
    await builds[1].content(gone);
    await rm(gone);
    for (const build of builds) await build.save();
    const { files } = JSON.parse(await readFile(made.indexFile, "utf8")) as { files: object };
    expect(Object.keys(files)).toEqual([made.file, other]);
  });
});
