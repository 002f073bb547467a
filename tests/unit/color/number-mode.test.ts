import { describe, expect, it } from "vitest";
import { numberMode } from "#color/number-mode.ts";
import { NEUTRAL } from "#color/palette.ts";
import { paintMode, step } from "../../helpers/paint-mode.ts";
import { TEXT } from "../../helpers/tiny-tables.ts";

const about = { name: "x", title: "X", explanation: "", group: "token" } as const;
const ends = { min: 0, max: 31, low: "low", high: "high" };

describe("a number that some tokens do not have", () => {
  it("has an entry for those, asked of their queries", () => {
    const value = (token: number, role: string): number => (role === "query" ? [5, NaN][token]! : NaN);
    const { color, entries, entryOf } = paintMode(
      numberMode(about, () => ({ ...ends, value, without: "nothing" })),
      TEXT,
    );
    expect([color(0, "query"), color(1, "query"), color(0, "key")]).toEqual([step(5), NEUTRAL, NEUTRAL]);
    expect(entries).toEqual([{ key: "without", color: NEUTRAL, label: "nothing" }]);
    expect([entryOf?.(0), entryOf?.(1)]).toEqual([null, "without"]);
  });
});

describe("a number that every token has", () => {
  it("has a ramp and no entries", () => {
    const coloring = paintMode(
      numberMode(about, () => ({ ...ends, value: (token) => token })),
      TEXT,
    );
    expect(coloring.ramp).toMatchObject({ low: "low", high: "high" });
    expect(coloring).not.toHaveProperty("entries");
    expect(coloring).not.toHaveProperty("entryOf");
  });
});
