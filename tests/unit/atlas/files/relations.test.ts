import { describe, expect, it } from "vitest";
import { decodeRelations, type RelationsFile } from "#atlas/files/relations.ts";

const FILE: RelationsFile = {
  v: 1,
  rows: { used: 10, of: 20 },
  typical: 0.5,
  nearest: { L0H0: [["L0H1", 0.25]], L0H1: [["L0H0", 0.25]] },
};

describe("the nearest heads", () => {
  it("come back as they were written, with no typical distance where there is one head", () => {
    expect(decodeRelations(JSON.parse(JSON.stringify(FILE)))).toEqual(FILE);
    const alone = { ...FILE, typical: null, nearest: { L0H0: [] } };
    expect(decodeRelations(alone)).toEqual(alone);
  });

  it.each([
    [{ v: 2 }, "relations: expected format version 1, received 2."],
    [{ rows: { used: -1, of: 20 } }, "rows.used: expected a whole number"],
    [{ typical: 2 }, "typical: expected 0 to 1, received 2."],
    [{ nearest: { L0H0: 3 } }, "nearest L0H0: expected a list of heads, received 3."],
    [{ nearest: { L0H0: [[3, 0.1]] } }, "nearest L0H0: expected the name of a head, received 3."],
    [{ nearest: { L0H0: [["L0H1"]] } }, "distance of L0H1: expected a finite number, received nothing."],
  ])("say what is wrong with %j", (wrong, message) => {
    expect(() => decodeRelations({ ...FILE, ...wrong })).toThrow(message);
  });
});
