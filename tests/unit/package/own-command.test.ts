import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ENGINE, ENGINE_VERSION } from "#package/engine.ts";
import { ownCommand } from "#package/own-command.ts";
import { packageRoot } from "#package/package-root.ts";
import { siblingModule } from "#package/sibling-module.ts";

const ROOT = join(import.meta.dirname, "../../..");
const manifest = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
  peerDependencies: Record<string, string>;
};

describe("in the repository", () => {
  it("commands are called as npm calls them, and package.json knows each", () => {
    expect(ownCommand("start")).toBe("npm start");
    expect(ownCommand("atlas")).toBe("npm run atlas");
    expect(ownCommand("atlas", "gpt2 --force")).toBe("npm run atlas -- gpt2 --force");
    for (const name of ["start", "atlas", "build", "dev", "preview", "clean", "inspect"])
      expect(manifest.scripts).toHaveProperty(name);
  });

  it("Headland's own folder is the repository's", () => {
    expect(packageRoot()).toBe(ROOT);
  });

  it("the engine that is asked for is the one that package.json pins", () => {
    expect(manifest.peerDependencies[ENGINE]).toBe(ENGINE_VERSION);
  });
});

describe("the module beside another", () => {
  it.each([
    ["file:///a/run/pool.ts", "file:///a/run/worker.ts"],
    ["file:///a/run/pool.js", "file:///a/run/worker.js"],
    ["file:///a%20b/pool.ts?t=1.5", "file:///a%20b/worker.ts"],
  ])("of %s is %s", (from, sibling) => {
    expect(siblingModule("./worker", from).href).toBe(sibling);
  });
});
