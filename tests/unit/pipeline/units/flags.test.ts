import { describe, expect, it } from "vitest";
import { mergeFlags, planFlags, readFlags, unitFlags } from "#pipeline/units/flags.schema.ts";

function mistakesOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

describe("flags of units", () => {
  it("are read as they are meant", () => {
    expect(readFlags(unitFlags, { "--unit": "3/16", "--heads": undefined }, "atlas")).toEqual({
      "--unit": { index: 3, count: 16 },
    });
    expect(readFlags(planFlags, { "--minutes": "20", "--workers": "4" }, "plan")).toEqual({
      "--minutes": 20,
      "--workers": 4,
    });
    expect(readFlags(mergeFlags, { "--store": "/shared/store" }, "merge")).toEqual({
      "--store": "/shared/store",
    });
  });

  it("tell all mistakes at once, each with what was expected", () => {
    const given = { "--unit": "5/3", "--store": " ", "--heads": "L0H0", "--keep": true };
    expect(mistakesOf(() => readFlags(unitFlags, given, "atlas"))).toEqual([
      'atlas, --unit: wrong value: expected a unit of all, such as 3/16, of at most 100000, received "5/3".',
      'atlas, --store: wrong value: expected a folder, received " ".',
      'atlas, --heads: wrong value: expected none beside --unit, which says which heads are computed, received "L0H0".',
      "atlas, --keep: wrong value: expected none beside --unit, which publishes nothing, received true.",
    ]);
    expect(mistakesOf(() => readFlags(planFlags, { "--units": "0", "--workers": "two" }, "plan"))).toEqual([
      'plan, --units: wrong value: expected a whole number from 1 to 100000, received "0".',
      'plan, --workers: wrong value: expected a whole number from 1 to 512, received "two".',
    ]);
  });

  it("are refused where they contradict each other, or stand alone", () => {
    expect(mistakesOf(() => readFlags(planFlags, { "--units": "3", "--minutes": "5" }, "plan"))).toEqual([
      'plan, --minutes: wrong value: expected one of --units and --minutes, received "5".',
    ]);
    expect(mistakesOf(() => readFlags(unitFlags, { "--store": "s" }, "atlas"))).toHaveLength(1);
  });
});
