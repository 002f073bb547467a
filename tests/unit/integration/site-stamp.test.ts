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
async function project(base = "/"): Promise<{ place: SitePlace; hooks: Hooks; build: () => Promise<void> }> {
  const root = await tempFolder();
  for (const folder of ["src", "content", "public/atlas", "dist/gpt", "node_modules"])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, "src/page.astro"), "page");
  await writeFile(join(root, "node_modules/.package-lock.json"), "{}");
  const place = { root, outFolder: join(root, "dist"), site: "https://me.example", base };
  const hooks = stampSite().hooks as unknown as Hooks;
  hooks["astro:config:done"]({
    config: {
      root: pathToFileURL(`${root}/`),
      outDir: pathToFileURL(`${root}/dist/`),
      site: place.site,
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

describe("site stamp", () => {
  it("a site that was built to its end is current, and its base is known", async () => {
    const { place, build } = await project("/my-atlas");
    expect(await isCurrent(place)).toBe(false);
    await build();
    expect(await isCurrent(place)).toBe(true);
    expect(await isCurrent({ ...place, base: "my-atlas/" })).toBe(true);
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
    ["another base", (place: SitePlace) => Promise.resolve({ ...place, base: "/other" })],
    ["another host", (place: SitePlace) => Promise.resolve({ ...place, site: "" })],
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

  it("what changes while the site is built makes it be built again", async () => {
    const { place, hooks } = await project();
    await hooks["astro:build:start"]();
    await writeFile(join(place.root, "src/page.astro"), "changed meanwhile");
    await hooks["astro:build:done"]();
    expect(await isCurrent(place)).toBe(false);
  });
});
