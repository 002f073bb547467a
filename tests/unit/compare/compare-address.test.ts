import { describe, expect, it } from "vitest";
import type { Maps } from "#atlas/method.ts";
import { defaultView } from "#atlas/view/view-address.ts";
import {
  dataIn,
  dataWord,
  formatCompare,
  formatDiff,
  namesIn,
  parseCompare,
  parseDiff,
  strangeWords,
} from "../../../src/compare/compare-address.ts";

const MAPS: Maps = { methods: ["attention", "umap"], dims: [2, 3] };
const NAMES = { a: "tiny-gpt/stories/L3H0", b: "tiny-bert/stories/L1H1" };

describe("the address of a comparison", () => {
  it("is two names where nothing else was chosen", () => {
    const opened = parseCompare(`?a=${NAMES.a}&b=${NAMES.b}`, MAPS);
    expect(opened).toEqual({ view: defaultView(MAPS), selectedOn: "a", hasMoves: false });
    expect(formatCompare(NAMES, opened, MAPS)).toBe("?a=tiny-gpt/stories/L3H0&b=tiny-bert/stories/L1H1");
  });

  it("restores all of a view", () => {
    const search =
      "?a=tiny-gpt/stories/L3H0&b=tiny-bert/stories/L1H1&side=b&moves=on&method=umap&dimensions=3&color=position&select=k12&search=river&legend=0_2";
    const view = parseCompare(search, MAPS);
    expect(view).toMatchObject({ selectedOn: "b", hasMoves: true });
    expect(view.view).toMatchObject({
      method: "umap",
      dim: 3,
      color: "position",
      search: "river",
      only: [0, 2],
    });
    expect(view.view.selected).toEqual({ role: "key", token: 12 });
    expect(formatCompare(NAMES, view, MAPS)).toBe(search);
  });

  it("takes its own words for no short names of the view", () => {
    const { view } = parseCompare("?a=0.1_0.1~0.2_0.2~0.1_0.2&b=tiny-gpt-step-3000", MAPS);
    expect(view).toEqual(defaultView(MAPS));
  });

  it("reads names that a browser has escaped, and none where there are none", () => {
    expect(namesIn("?a=tiny-gpt%2Fstories%2FL3H0")).toEqual({ a: "tiny-gpt/stories/L3H0", b: "" });
  });

  it("says of which data a link is, where both atlases have a digest", () => {
    const data = dataWord({ a: "0123456789ab", b: "ba9876543210" });
    expect(dataIn(`?data=${data ?? ""}`)).toEqual({ a: "0123456789ab", b: "ba9876543210" });
    expect(dataWord({ a: "0123456789ab", b: undefined })).toBeUndefined();
    expect(dataIn("?data=0123456789ab")).toBeNull();
    expect(strangeWords("?data=0123456789ab")).toEqual(["data=0123456789ab"]);
    expect(strangeWords(`?data=${data ?? ""}`)).toEqual([]);
  });

  it("of two atlases has what ranks the heads and what is shown of them, where that was chosen", () => {
    expect(parseDiff("?a=x/y&b=x/z")).toEqual({ by: "pattern", tiles: "pattern" });
    expect(formatDiff(parseDiff("?a=x/y&b=x/z"))).toBe("");
    expect(formatDiff(parseDiff("?tiles=both&by=previous"))).toBe("&by=previous&tiles=both");
    expect(parseDiff("?tiles=large").tiles).toBe("pattern");
  });

  it("names values of its words that mean nothing", () => {
    expect(strangeWords("?side=left&moves=on")).toEqual(["side=left"]);
    expect(strangeWords("?side=b&moves=maybe")).toEqual(["moves=maybe"]);
  });
});
