import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { licensesText } from "../../../src/integration/list-licenses.ts";
import {
  packageFolder,
  readLicense,
  type PackageLicense,
} from "../../../src/integration/package-licenses.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const ROOT = join(import.meta.dirname, "../../..");

async function write(manifest: object, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = join(await tempFolder(), "node_modules/a");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "a", version: "1.2.3", ...manifest }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

describe("the package of a module", () => {
  it.each([
    ["/p/node_modules/react/index.js", "/p/node_modules/react"],
    ["/p/node_modules/@astrojs/react/dist/client.js?v=1", "/p/node_modules/@astrojs/react"],
    ["/p/node_modules/a/node_modules/b/esm/x.mjs", "/p/node_modules/a/node_modules/b"],
    ["\0/p/node_modules/a/x.js?commonjs-module", "/p/node_modules/a"],
    ["node_modules/@fontsource-variable/x/files/x.woff2", "/p/node_modules/@fontsource-variable/x"],
    ["\0vite/preload-helper.js", join(ROOT, "node_modules/vite")],
    ["\0rolldown/runtime.js", join(ROOT, "node_modules/rolldown")],
    ["\0virtual:astro:adapter-config/client", join(ROOT, "node_modules/astro")],
    ["astro:transitions/client", join(ROOT, "node_modules/astro")],
  ])("%j lies in %s", (id, folder) => {
    expect(packageFolder(id, "/p")).toBe(folder);
  });

  it.each(["/p/src/viewer/area.ts", "/p/src/routes/index.astro?astro&type=script", "\0something"])(
    "%j is ours, or nobody's",
    (id) => {
      expect(packageFolder(id, "/p")).toBeUndefined();
    },
  );
});

describe("the license of a package", () => {
  it("is what its package.json says, with the words of all its files on it", async () => {
    const files = {
      LICENSE: "\ufeffone  \r\ntwo\r\n",
      "NOTICE.md": "three",
      "license-list.js": "",
      README: "no",
    };
    const { license, text } = await readLicense(await write({ license: "MIT" }, files));
    expect({ license, text }).toEqual({ license: "MIT", text: "one\ntwo\n\nthree\n\n" });
  });

  it.each([
    ["MIT", "MIT"],
    ["(MIT OR Apache-2.0)", "(MIT OR Apache-2.0)"],
    ["GPL-3.0-only", null],
    ["MIT AND SSPL-1.0", null],
    ["SEE LICENSE IN x", null],
    ["", null],
    [undefined, null],
    [{ type: "MIT" }, null],
  ])("%j is read as %j", async (license, expected) => {
    expect((await readLicense(await write({ license }))).license).toBe(expected);
  });

  it.each([
    ["MIT License\n\nCopyright", {}, "MIT"],
    ["The MIT License (MIT)\n\nCopyright", {}, "MIT"],
    ["All rights reserved. Not the MIT License\n", {}, null],
    ["MIT License\n\nCopyright", { license: "GPL-3.0-only" }, null],
  ])("of the text %j beside %j is %j", async (text, manifest, expected) => {
    expect((await readLicense(await write(manifest, { LICENSE: text }))).license).toBe(expected);
  });

  it("is not known where the package cannot be found", async () => {
    const found = await readLicense(join(await tempFolder(), "node_modules/gone"));
    expect(found).toEqual({ name: "gone", version: "", license: null, text: "" });
  });
});

describe("the list of licenses", () => {
  const own: PackageLicense = { name: "headland", version: "1.0.0", license: "Apache-2.0", text: "A" };
  const packages: PackageLicense[] = [
    { name: "b", version: "2.0.0", license: "MIT", text: "B" },
    { name: "@a/b", version: "1.0.0", license: null, text: "" },
    { name: "b", version: "1.0.0", license: "ISC", text: "C" },
  ];
  const data = [
    { name: "model m (M)", license: "CC0-1.0" },
    { name: "dataset d (D)", license: "unknown" },
  ];

  it("names every package and every kind of data, then all texts", () => {
    const lines = licensesText(own, packages, data).split("\n");
    expect(lines.slice(0, 13)).toEqual([
      "This site is made by headland 1.0.0 (Apache-2.0).",
      "It contains parts of these packages:",
      "",
      "@a/b 1.0.0: license unknown",
      "b 1.0.0: ISC",
      "b 2.0.0: MIT",
      "",
      "and data of these models and datasets:",
      "",
      "dataset d (D): unknown",
      "model m (M): CC0-1.0",
      "",
      "-".repeat(80),
    ]);
    expect(lines.slice(-6)).toEqual(["-".repeat(80), "b 2.0.0: MIT", "-".repeat(80), "", "B", ""]);
    expect(lines).toContain("No text of its own.");
  });

  it("has the same bytes in whatever order, and however often, things are found", () => {
    const whole = licensesText(own, packages, data);
    fc.assert(
      fc.property(fc.shuffledSubarray([...packages, ...packages], { minLength: 6 }), (found) => {
        expect(licensesText(own, found, [...data, ...data].reverse())).toBe(whole);
      }),
    );
  });
});
