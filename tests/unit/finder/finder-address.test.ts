import { describe, expect, it } from "vitest";
import { formatFinder, openFinder, withFinder } from "#finder/finder-address.ts";
import { DEFAULT_STATE, type FinderState } from "#finder/finder-state.ts";
import { opensFinder } from "#finder/finder-words.ts";
import { finderTable } from "../../helpers/finder-table.ts";

const table = finderTable();
const STATE: FinderState = {
  sort: { by: "copies", isDown: true },
  x: "distance",
  y: "copies",
  color: "layer",
  columns: "all",
  ranges: [
    { id: "distance", least: 2, most: 8.5 },
    { id: "copies", least: null, most: 0.25 },
    { id: "layer", least: -1, most: null },
  ],
  tower: null,
  role: "one-before",
  text: "L1 & what?",
};

describe("the finder in the address", () => {
  it("is written in long names that can be read, and restores what was chosen", () => {
    const words = formatFinder(STATE);
    expect(words).toBe(
      "find-text=L1%20%26%20what%3F&find-role=one-before&find-range=distance:2:8.5&find-range=copies::0.25" +
        "&find-range=layer:-1:&find-sort=-copies&find-columns=all&find-x=distance&find-y=copies&find-color=layer",
    );
    expect(openFinder(`?${words}`, table)).toEqual({ state: STATE, problems: [] });
  });

  it("is open without a choice, and keeps the order of the model the other way round", () => {
    expect(formatFinder(DEFAULT_STATE)).toBe("find=on");
    expect(openFinder("?find=on", table)).toEqual({ state: DEFAULT_STATE, problems: [] });
    const reversed = { ...DEFAULT_STATE, sort: { by: "", isDown: true } };
    expect(openFinder(`?${formatFinder(reversed)}`, table).state).toEqual(reversed);
  });

  it("stands beside the words of the view, which it leaves alone", () => {
    const search = "?method=umap&search=a%26b";
    const open = withFinder(search, STATE);
    expect(open).toBe(`${search}&${formatFinder(STATE)}`);
    expect(withFinder(open, DEFAULT_STATE)).toBe(`${search}&find=on`);
    expect(withFinder(open, null)).toBe(search);
    expect(withFinder("?find=on", null)).toBe("");
    expect(opensFinder(open)).toBe(true);
    expect(opensFinder(search)).toBe(false);
    expect(opensFinder("?finder=on")).toBe(false);
  });

  it("says what the atlas does not have, and what was probably meant", () => {
    const { state, problems } = openFinder(
      "?find-x=distanse&find-sort=-copie&find-columns=zzzz&find-range=distnce:1:&find-y=copies",
      table,
    );
    expect(state).toEqual({ ...DEFAULT_STATE, y: "copies" });
    expect(problems.map(({ word, value, meant }) => [word, value, meant?.value])).toEqual([
      ["find-sort", "copie", "copies"],
      ["find-x", "distanse", "distance"],
      ["find-columns", "zzzz", undefined],
      ["find-range", "distnce:1:", "distance:1:"],
    ]);
    // Each is put right on its own.
    const meant = problems.reduce((old, problem) => problem.meant?.change(old) ?? old, state);
    expect(meant).toEqual({
      ...state,
      sort: { by: "copies", isDown: true },
      x: "distance",
      ranges: [{ id: "distance", least: 1, most: null }],
    });
  });

  it.each(["distance", "distance::", "distance:a:b", "distance:1:2:3", "distance:1e999x:", ":1:2"])(
    "says of the range “%s” that it means nothing",
    (text) => {
      const { state, problems } = openFinder(`?find-range=${text}`, table);
      expect(state.ranges).toEqual([]);
      expect(problems).toEqual([{ word: "find-range", value: text, meant: null }]);
    },
  );

  it("takes the last of two ranges of one column, and no more than forty", () => {
    const twice = openFinder("?find-range=distance:1:2&find-range=distance:3:4", table);
    expect(twice.state.ranges).toEqual([{ id: "distance", least: 3, most: 4 }]);
    const many = Array.from({ length: 90 }, (_, i) => `find-range=gone${i}:1:2`).join("&");
    expect(openFinder(`?${many}`, table).problems).toHaveLength(40);
  });
});
