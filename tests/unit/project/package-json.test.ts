import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ENGINE, ENGINE_VERSION } from "#package/engine.ts";
import { withHeadland } from "../../../src/project/package-json.ts";

describe("the package.json of a project", () => {
  it("is made where there is none, and named after the folder", () => {
    expect(withHeadland(undefined, "My Atlas!", "1.2.3")).toEqual({
      name: "my-atlas",
      version: "0.0.0",
      private: true,
      type: "module",
      scripts: { start: "headland start", build: "headland build", preview: "headland preview" },
      dependencies: { headland: "^1.2.3", [ENGINE]: ENGINE_VERSION },
      allowScripts: { [ENGINE]: false },
    });
  });

  it.each(["", "...", "héadland", "headland", "日本"])(
    "has a name that npm takes, for a folder %j too",
    (folder) => {
      expect(withHeadland(undefined, folder, "1.0.0")["name"]).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
    },
  );

  it("keeps what stands in it: scripts, versions and where Headland was installed from", () => {
    const given = {
      name: "ours",
      scripts: { build: "make", test: "exit 1" },
      devDependencies: { headland: "file:headland.tgz" },
      dependencies: { [ENGINE]: "1.29.0" },
    };
    const full = withHeadland(given, "x", "1.2.3");
    expect(full["dependencies"]).toEqual(given.dependencies);
    expect(full["devDependencies"]).toEqual(given.devDependencies);
    expect(full["scripts"]).toEqual({
      start: "headland start",
      build: "make",
      preview: "headland preview",
      test: "exit 1",
    });
  });

  it("does not change when it is asked again", () => {
    const names = fc.dictionary(fc.string(), fc.string(), { maxKeys: 4 });
    const given = fc.record({ name: fc.string(), scripts: names, dependencies: names }, { requiredKeys: [] });
    fc.assert(
      fc.property(given, (fields) => {
        const once = withHeadland(fields, "x", "1.0.0");
        expect(withHeadland(once, "x", "2.0.0")).toEqual(once);
      }),
    );
  });
});
