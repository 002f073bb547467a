import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { guideFiles } from "../../../src/integration/guide-files.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

async function guides(...names: readonly string[]): Promise<string> {
  const root = await tempFolder();
  await mkdir(join(root, "content/guides"), { recursive: true });
  for (const name of names) await writeFile(join(root, "content/guides", name), "# A guide");
  return root;
}

describe("the guides of a site", () => {
  it("are Headland's own and the project's, whose guide stands in place of one of the same name", async () => {
    const own = await guides("nearness.md", "commands.md");
    const project = await guides("nearness.md", "our-heads.md");
    const found = [...(await guideFiles([own, project]))];
    expect(found).toEqual([
      ["commands", join(own, "content/guides/commands.md")],
      ["nearness", join(project, "content/guides/nearness.md")],
      ["our-heads", join(project, "content/guides/our-heads.md")],
    ]);
  });

  it("are Markdown files that are neither hidden nor drafts", async () => {
    const root = await guides("a.md", "_draft.md", ".hidden.md", "picture.webp", "notes.txt");
    expect([...(await guideFiles([root])).keys()]).toEqual(["a"]);
  });

  it("may be missing in a project", async () => {
    expect((await guideFiles([await tempFolder()])).size).toBe(0);
  });
});
