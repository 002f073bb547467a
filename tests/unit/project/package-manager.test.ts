import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { installCommand, packageManager } from "../../../src/project/package-manager.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const AGENT = "pnpm/12.21.0 npm/? node/v24.0.0 linux x64";

describe("the program that installs packages", () => {
  it("is the one that runs us, or npm", async () => {
    const folder = await tempFolder();
    expect(packageManager(folder, AGENT)).toBe("pnpm");
    expect(packageManager(folder, "npm/11.0.0 node/v24.0.0")).toBe("npm");
    expect(packageManager(folder, "constructor/1")).toBe("npm");
    expect(packageManager(folder, undefined)).toBe("npm");
  });

  it("is the one whose lock file lies there, whoever runs us", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "yarn.lock"), "");
    expect(packageManager(folder, AGENT)).toBe("yarn");
  });

  it.each(["npm", "pnpm"] as const)("%s leaves install scripts alone", (manager) => {
    expect(installCommand(manager)).toContain("--ignore-scripts");
  });
});
