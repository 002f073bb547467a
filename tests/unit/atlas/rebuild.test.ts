import { describe, expect, it } from "vitest";
import { rebuildCure } from "#atlas/rebuild.ts";

describe("the cure for a damaged atlas", () => {
  it("is a command that builds it, where there is one", () => {
    const id = { model: "tiny-gpt", dataset: "stories" };
    expect(rebuildCure(id)).toBe("Build it again with npm run atlas -- tiny-gpt, or remove the folder.");
    expect(rebuildCure(id, "--force")).toContain("npm run atlas -- tiny-gpt --force,");
  });

  it.each([
    [{ model: "guides", dataset: "stories" }, "content/models/guides.yaml", "pages of the site stand below"],
    [{ model: "Big", dataset: "stories" }, "content/models/Big.yaml", "lower-case letters"],
    [{ model: "tiny-gpt", dataset: "a.css" }, "content/datasets/a.css.yaml", "does not end like a file"],
  ])("is another name, where no build makes an atlas of this one: %j", (id, file, why) => {
    expect(rebuildCure(id, "--force")).toContain(`Rename ${file}`);
    expect(rebuildCure(id, "--force")).toContain(why);
    expect(rebuildCure(id, "--force")).not.toContain("npm run atlas");
  });
});
