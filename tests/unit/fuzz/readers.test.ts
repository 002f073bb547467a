import { describe, expect, it } from "vitest";
import { READERS } from "../../fuzz/readers.ts";
import { tryCases, type CaseResult } from "../../fuzz/try-cases.ts";

describe("damaged input", () => {
  it.each(READERS.map((reader) => [reader.what, reader] as const))(
    "of %s is read, or refused in words that say what is wrong",
    async (_, reader) => {
      const results: CaseResult[] = [];
      await tryCases(reader, { seed: 3, from: 0, to: reader.fewCases }, (result) => results.push(result));
      expect(results.filter(({ end }) => end === "fault")).toEqual([]);
      expect(results).toHaveLength(reader.fewCases);
      // Damage that nothing notices, or that nothing survives, would test little.
      for (const end of ["read", "refused"])
        expect(results.filter((result) => result.end === end).length).toBeGreaterThan(reader.fewCases / 30);
      expect(Math.max(...results.map(({ ms }) => ms))).toBeLessThan(10_000);
    },
  );
});
