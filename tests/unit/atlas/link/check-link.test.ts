import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkLink, problemText, type LinkContext } from "#atlas/link/check-link.ts";
import { METHODS } from "#atlas/method.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { cpuMs } from "../../../helpers/cpu-time.ts";

const context: LinkContext = {
  methods: METHODS,
  dims: [2, 3],
  colors: ["role", "position", "kind", "attention"],
  stages: ["tiny-gpt", "tiny-gpt-step-0100"],
};
const said = (search: string, more: Partial<LinkContext> = {}): string[] =>
  checkLink(search, { ...context, ...more }).map((problem) =>
    [problem.said, problem.meant && `did you mean ${problem.meant.word}?`, problem.note]
      .filter(Boolean)
      .join(" | "),
  );

describe("a name that no page knows", () => {
  it("is said with the nearest one, and with the link that has it", () => {
    expect(checkLink("?method=tsne&colour=position&q=the", context)).toEqual([
      {
        said: "There is no “colour” here",
        meant: { word: "color", search: "?method=tsne&color=position&q=the" },
      },
    ]);
    const [problem] = checkLink("?colour=position", context);
    expect(parseView(problem?.meant?.search ?? "", context).color).toBe("position");
  });

  it("may be one that the library or another program has for the same thing", () => {
    expect(said("?dim=3")).toEqual(["There is no “dim” here | did you mean dimensions?"]);
    expect(said("?projection=umap")).toEqual(["There is no “projection” here | did you mean method?"]);
    expect(said("?leastWeight=0.1")).toEqual(["There is no “leastWeight” here | did you mean min-weight?"]);
    expect(said("?selected=q3")).toEqual(["There is no “selected” here | did you mean select?"]);
  });

  it("is ignored, and said so, where none is near", () => {
    expect(said("?banana=1")).toEqual(["There is no “banana” here, so it is ignored"]);
  });

  it("is said once, however often it comes", () => {
    expect(said("?colour=a&colour=b")).toHaveLength(1);
  });

  it("is not said if other sites append it, or if a link has it beside its view", () => {
    expect(
      said(
        "?utm_source=mail&fbclid=IwAR1&gclid=x&ref=paper&data=0123456789ab&token=a&theme=dark&palette=safe&ui=0",
      ),
    ).toEqual([]);
  });

  it("is quoted as short plain text", () => {
    const [script = ""] = said(`?${encodeURIComponent("<script>alert(1)</script>")}=1`);
    expect(script).toContain("“<script>alert(1)</script>”");
    const [turned = ""] = said(`?${encodeURIComponent("a\u202Eb\u0000c\u2028d")}=1`);
    expect(turned).toContain("“a�b�c�d”");
    const [long = ""] = said(`?${"x".repeat(10_000)}=1`);
    expect(long.length).toBeLessThan(100);
  });
});

describe("a value that the page does not have", () => {
  it("is said with the nearest one", () => {
    expect(said("?color=positon")).toEqual([
      "“color=positon” means nothing here | did you mean color=position?",
    ]);
    expect(said("?c=positon")).toEqual(["“c=positon” means nothing here | did you mean c=position?"]);
    expect(said("?panel=lins")).toEqual(["“panel=lins” means nothing here | did you mean panel=lines?"]);
    expect(said("?names=no")).toEqual(["“names=no” means nothing here: it can be “off”"]);
    expect(said("?role=quarry")).toEqual(["“role=quarry” means nothing here | did you mean role=query?"]);
  });

  it("is said with what there is, and a map with the one that is shown instead", () => {
    expect(said("?method=som")).toEqual([
      "“method=som” means nothing here: it can be “attention”, “umap”, “tsne” or “pca” | The map is Attention.",
    ]);
    expect(said("?method=gathered&m=pca", { methods: ["pca"] })).toEqual([
      "“method=gathered” means nothing here: it can be “pca” | The map is PCA.",
    ]);
    expect(said("?method=tsn")[0]).toContain("did you mean method=tsne? | The map is Attention.");
  });

  it("is said with some of very many", () => {
    const colors = Array.from({ length: 9 }, (_, i) => `mode${i}`);
    expect(said("?color=banana", { colors })).toEqual([
      "“color=banana” means nothing here: it can be “mode0”, “mode1”, “mode2”, and 6 more",
    ]);
  });

  it("is one that cannot be read", () => {
    expect(said("?select=river")).toEqual(["“select=river” means nothing here"]);
    expect(said("?lines=many&camera=1&area=1_2&min-weight=-1&legend=x&tour=7&data=xyz")).toHaveLength(7);
  });

  it("is one of a series that the head does not have", () => {
    expect(said("?aligned-to=tiny-gpt")).toEqual([]);
    expect(said("?aligned-to=tiny-gpt-step-0101")[0]).toContain(
      "did you mean aligned-to=tiny-gpt-step-0100?",
    );
    expect(said("?aligned-to=tiny-gpt", { stages: [] })).toHaveLength(1);
    expect(said("?aligned-to=tiny-gpt", { stages: null })).toEqual([]);
  });

  it("is not looked for among colors before they are known, and none is missed where a word is empty", () => {
    expect(said("?color=anything", { colors: null })).toEqual([]);
    expect(said("?color=auto")).toEqual([]);
    expect(said("?search=&method=&f=&select=")).toEqual([]);
  });
});

it("a problem is a sentence, with what was meant and what is shown", () => {
  const [problem] = checkLink("?method=tsn", context);
  expect(problem && problemText(problem)).toBe(
    "“method=tsn” means nothing here; did you mean “method=tsne”? The map is Attention.",
  );
  expect(problemText({ said: "There is no “x” here" })).toBe("There is no “x” here.");
});

describe("a link", () => {
  it("of an earlier version has no problems", () => {
    const links = JSON.parse(readFileSync("tests/fixtures/stored-links.json", "utf8")) as { link: string }[];
    for (const { link } of links) expect(said(link, { colors: null, stages: null }), link).toEqual([]);
  });

  it("may be anything", () => {
    const word = fc.tuple(fc.string(), fc.string({ unit: "grapheme" })).map((pair) => pair);
    fc.assert(
      fc.property(fc.string(), fc.array(word, { maxLength: 5 }), (junk, words) => {
        for (const search of [junk, `?${new URLSearchParams(words).toString()}`])
          for (const text of said(search)) expect(text.length).toBeLessThan(400);
      }),
    );
  });

  it("of very many names takes no time", () => {
    const search = `?${Array.from({ length: 20_000 }, (_, i) => `x${i}=1`).join("&")}`;
    const startMs = cpuMs();
    expect(said(search)).toHaveLength(20_000);
    expect(cpuMs() - startMs).toBeLessThan(3000);
  });
});
