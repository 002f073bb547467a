import { mkdir, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { builtBase, isCurrent, stampSite, type SitePlace } from "../../../src/integration/site-stamp.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

/** What Astro calls while it builds: settings known, start, end. */
interface Hooks {
  "astro:config:done"(about: { config: object }): void;
  "astro:build:start"(): Promise<void>;
  "astro:build:done"(): Promise<void>;
}

/** A project whose site is built up to a stage. */
async function project(
  base = "/",
  packageFolder = ".",
): Promise<{ place: SitePlace; hooks: Hooks; build: () => Promise<void> }> {
  const root = await tempFolder();
  for (const folder of ["src", "content", "public/atlas", "dist/gpt", "node_modules"])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "src/page.astro"), "page");
  await writeFile(join(root, "node_modules/.package-lock.json"), "{}");
  const packageRoot = join(root, packageFolder);
  const said = { site: "https://me.example", base };
  const place = { root, packageRoot, outFolder: join(root, "dist"), said };
  const hooks = stampSite(packageRoot, said).hooks as unknown as Hooks;
  hooks["astro:config:done"]({
    config: {
      root: pathToFileURL(`${root}/`),
      outDir: pathToFileURL(`${root}/dist/`),
      base,
    },
  });
  const build = async (): Promise<void> => {
    await hooks["astro:build:start"]();
    await writeFile(join(root, "dist/index.html"), "home");
    await writeFile(join(root, "dist/gpt/index.html"), "gpt");
    await hooks["astro:build:done"]();
  };
  return { place, hooks, build };
}

function saying(place: SitePlace, said: Partial<SitePlace["said"]>): SitePlace {
  return { ...place, said: { ...place.said, ...said } };
}

describe("site stamp", () => {
  it("a site that was built to its end is current, and its base is known", async () => {
    const { place, build } = await project("/my-atlas");
    expect(await isCurrent(place)).toBe(false);
    await build();
    expect(await isCurrent(place)).toBe(true);
    expect(await isCurrent({ ...place, said: { ...place.said, base: "my-atlas/" } })).toBe(true);
    expect(await builtBase(place)).toBe("/my-atlas");
  });

  it("a build that was killed on its way leaves no current site", async () => {
    const { place, build, hooks } = await project();
    await build();
    await hooks["astro:build:start"]();
    expect(await isCurrent(place)).toBe(false);
    expect(await builtBase(place)).toBeUndefined();
  });

  it.each([
    ["another base", (place: SitePlace) => Promise.resolve(saying(place, { base: "/other" }))],
    ["another host", (place: SitePlace) => Promise.resolve(saying(place, { site: "" }))],
    ...(
      [
        ["an atlas that is new", "public/atlas/new.json"],
        ["a page that is new", "src/pages.astro"],
        ["a configuration that is new", "astro.config.mjs"],
        ["a file added to the built site", "dist/more.html"],
      ] as const
    ).map(
      ([what, file]) =>
        [
          what,
          async (place: SitePlace): Promise<SitePlace> => {
            await writeFile(join(place.root, file), "{}");
            return place;
          },
        ] as const,
    ),
    [
      "packages that were updated",
      async (place: SitePlace) => {
        await utimes(join(place.root, "node_modules/.package-lock.json"), 1, 1);
        return place;
      },
    ],
    [
      "a page of the built site that was removed",
      async (place: SitePlace) => {
        await rm(join(place.root, "dist/gpt/index.html"));
        return place;
      },
    ],
    [
      "a page of the built site that was cut",
      async (place: SitePlace) => {
        await writeFile(join(place.root, "dist/gpt/index.html"), "g");
        return place;
      },
    ],
  ] as const)("%s makes it be built again", async (_, change) => {
    const { place, build } = await project();
    await build();
    expect(await isCurrent(await change(place))).toBe(false);
  });

  it("a package of Headland that was updated makes it be built again", async () => {
    const { place, build } = await project("/", "node_modules/headland");
    await mkdir(place.packageRoot, { recursive: true });
    await writeFile(join(place.packageRoot, "package.json"), "{}");
    await build();
    expect(await isCurrent(place)).toBe(true);
    await writeFile(join(place.packageRoot, "package.json"), '{ "version": "2.0.0" }');
    expect(await isCurrent(place)).toBe(false);
  });

  it("a base that only the project's configuration sets is served, and asks for no other build", async () => {
    const { place, build } = await project("/from-the-configuration");
    const silent = { ...place, said: { site: "https://me.example", base: undefined } };
    await build();
    expect(await builtBase(silent)).toBe("/from-the-configuration");
    // The environment said something when the site was built, and says nothing now.
    expect(await isCurrent(silent)).toBe(false);
  });

  it("what changes while the site is built makes it be built again", async () => {
    const { place, hooks } = await project();
    await hooks["astro:build:start"]();
    await writeFile(join(place.root, "src/page.astro"), "changed meanwhile");
    await hooks["astro:build:done"]();
    expect(await isCurrent(place)).toBe(false);
  });
});
