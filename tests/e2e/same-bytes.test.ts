import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { ROOT, whileNoneBuilds } from "../helpers/build-site.ts";

const run = promisify(execFile);
/** Nothing of this is shown: leftovers, half a build, an atlas whose manifest is damaged, and one with the name of the guides. */
const BESIDE = [
  "public/.DS_Store",
  "public/notes.txt~",
  "public/atlas/tiny-bert/.stories.new-old/manifest.json",
  "public/atlas/tiny-bert/stories/Thumbs.db",
  "public/atlas/tiny-bert/damaged/manifest.json",
  "public/atlas/guides/nearness/manifest.json",
];
const OWN = ["src", "content", "astro.config.mjs", "package.json", "tsconfig.json"];

async function digests(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const digest = async (file: string): Promise<string> =>
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file.slice(folder.length), await digest(file)])),
  ) as Record<string, string>;
}

it.skipIf(process.platform !== "linux")(
  "a site has the same bytes wherever it is built, and whatever lies beside what is published",
  { timeout: 240_000 },
  async () => {
    const places = join(ROOT, ".headland/places");
    onTestFinished(() => rm(places, { recursive: true, force: true }));
    await rm(places, { recursive: true, force: true });
    const sites: Record<string, string>[] = [];
    for (const place of ["a", "another/place"]) {
      const folder = join(places, place);
      await mkdir(join(folder, "public/atlas/tiny-bert"), { recursive: true });
      for (const name of OWN) await cp(join(ROOT, name), join(folder, name), { recursive: true });
      const atlas = "public/atlas/tiny-bert/stories";
      await cp(join(ROOT, atlas), join(folder, atlas), { recursive: true });
      for (const path of place === "a" ? [] : BESIDE) {
        await mkdir(dirname(join(folder, path)), { recursive: true });
        await writeFile(join(folder, path), "{");
      }
      // Hard links: the packages must lie in the place itself, and are too large to be copied.
      await whileNoneBuilds(() =>
        run("cp", ["-al", join(ROOT, "node_modules"), join(folder, "node_modules")]),
      );
      const { PATH, HOME } = process.env;
      const env = { PATH, HOME, ASTRO_TELEMETRY_DISABLED: "1" };
      const astro = join(folder, "node_modules/astro/bin/astro.mjs");
      await run(process.execPath, [astro, "build", "--silent"], { cwd: folder, env });
      sites.push(await digests(join(folder, "dist")));
    }
    expect(Object.keys(sites[0]!).length).toBeGreaterThan(40);
    expect(sites[1]).toEqual(sites[0]);
  },
);
