import { describe, expect, it } from "vitest";
import { inReadingOrder, readGuideText } from "../../../src/site/guide-text.ts";

describe("what the list shows of a guide", () => {
  it("is its first heading and its first paragraph, as plain text on one line", () => {
    const text =
      "# Read *maps*\n\nSee [the list](list.md) of `keys`,\n**all** of them, by a_name.\n\nMore.\n";
    expect(readGuideText(text, "maps")).toEqual({
      title: "Read maps",
      description: "See the list of keys, all of them, by a_name.",
    });
  });

  it.each([
    ["a picture", "![A map](map.webp)"],
    ["a list", "- one\n- two"],
    ["a table", "| a |\n| - |"],
    ["code", "```sh\nnpm start\n```"],
    ["a further heading", "## Part"],
  ])("passes over %s before the paragraph", (_, block) => {
    expect(readGuideText(`# T\n\n${block}\n\nThe paragraph.`, "t").description).toBe("The paragraph.");
  });

  it("falls back to the name of the file and to no description", () => {
    expect(readGuideText("", "my-notes")).toEqual({ title: "my-notes", description: "" });
    expect(readGuideText("Only a paragraph.", "x")).toEqual({ title: "x", description: "Only a paragraph." });
  });
});

describe("the order of guides", () => {
  const guide = (slug: string, title = slug) => ({ slug, title, description: "" });

  it("begins with the first steps; guides it does not know follow by title", () => {
    const guides = [
      guide("a", "Z"),
      guide("b", "A"),
      guide("publishing"),
      guide("your-model"),
      guide("nearness"),
    ];
    expect(inReadingOrder(guides).map(({ slug }) => slug)).toEqual([
      "your-model",
      "nearness",
      "publishing",
      "b",
      "a",
    ]);
  });
});
