import { describe, expect, it } from "vitest";
import { spokenPoint } from "#drawing/tokens/attended.ts";
import { TEXT } from "../../../helpers/tiny-tables.ts";

describe("a point in words", () => {
  const query = { role: "query", token: 6 } as const;
  const where = /^query “.+”, sequence 1, position 1/;

  it("says role, token and place, and no more before its weights are there", () => {
    expect(spokenPoint(TEXT, query, null)).toMatch(new RegExp(`${where.source}$`));
    expect(spokenPoint(TEXT, query, null, "picture")).toMatch(/^query “.+”, picture 1, position 1$/);
  });

  it("says where a query attends most, and who attends most to a key", () => {
    const attended = [
      { token: 5, weight: 0.25 },
      { token: 7, weight: 0.75 },
    ];
    expect(spokenPoint(TEXT, query, attended)).toMatch(/; attends most to “.+”, 0\.75$/);
    expect(spokenPoint(TEXT, { ...query, role: "key" }, attended)).toMatch(
      /^key .+; attended most by “.+”, 0\.75$/,
    );
  });

  it("says that nobody attends to a key", () => {
    expect(spokenPoint(TEXT, { ...query, role: "key" }, [{ token: 7, weight: 0.004 }])).toMatch(
      /; no weight reaches 0\.01$/,
    );
  });
});
