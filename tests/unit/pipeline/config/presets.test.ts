import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { loadContent } from "#pipeline/config/load-content.ts";

describe("the models in content/", () => {
  it("are without mistakes, and those of the hub are off", async () => {
    const { atlases, errors } = await loadContent("content");
    expect(errors).toEqual([]);
    expect(atlases.length).toBeGreaterThan(0);
    expect(atlases.filter(({ source }) => source.kind === "hub")).toEqual([]);
  });

  it("can all be switched on by their name", async () => {
    const files = await readdir("content/models");
    const models = files.map((file) => file.replace(/\.yaml$/, ""));
    const { atlases, errors } = await loadContent("content", { models });
    expect(errors).toEqual([]);
    const names = new Set(
      atlases.map(({ id, model }) => (model.checkpoint?.name ? model.checkpoint.of : id.model)),
    );
    expect([...names].sort()).toEqual(models.sort());
  });
});
