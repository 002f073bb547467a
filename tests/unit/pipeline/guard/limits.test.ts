import { totalmem } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inBytes, inTime, limitsFrom } from "#pipeline/guard/limits.ts";

describe("limitsFrom", () => {
  it("takes three quarters of the memory that there is, and ten minutes a step", () => {
    const { memoryBytes, stepMs } = limitsFrom({});
    expect(memoryBytes).toBeLessThanOrEqual(totalmem() * 0.75);
    expect(memoryBytes).toBeGreaterThan(0);
    expect(stepMs).toBe(600_000);
    expect(limitsFrom({ HEADLAND_MEMORY_LIMIT: " ", HEADLAND_TIME_LIMIT: "" })).toEqual({
      memoryBytes,
      stepMs,
    });
  });

  it.each([
    ["8GB", "90s", 8e9, 90_000],
    ["1.5 gb", "10m", 1.5e9, 600_000],
    ["512MB", "2 h", 5.12e8, 7_200_000],
  ])("reads %s and %s", (memory, time, memoryBytes, stepMs) => {
    expect(limitsFrom({ HEADLAND_MEMORY_LIMIT: memory, HEADLAND_TIME_LIMIT: time })).toEqual({
      memoryBytes,
      stepMs,
    });
  });

  it("names all that is no limit, together", () => {
    expect(() => limitsFrom({ HEADLAND_MEMORY_LIMIT: "8", HEADLAND_TIME_LIMIT: "soon" })).toThrow(
      'environment variable HEADLAND_MEMORY_LIMIT: this is not a valid limit: expected an amount of memory from 256MB on, e.g. 8GB, received "8".\n' +
        'environment variable HEADLAND_TIME_LIMIT: this is not a valid limit: expected a time from 1s to 500h, e.g. 90s, 10m or 2h, received "soon".',
    );
    for (const memory of ["-1GB", "0GB", "100MB", "NaNGB", "8 XB", `${"9".repeat(400)}GB`])
      expect(() => limitsFrom({ HEADLAND_MEMORY_LIMIT: memory }), memory).toThrow("is not a valid limit");
    for (const time of ["0s", "-5m", "1000h", "5 minutes"])
      expect(() => limitsFrom({ HEADLAND_TIME_LIMIT: time }), time).toThrow("is not a valid limit");
  });

  it("writes limits so that it reads them again, to three digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 256e6, max: 1e13 }), fc.integer({ min: 1000, max: 1e9 }), (bytes, ms) => {
        const read = limitsFrom({ HEADLAND_MEMORY_LIMIT: inBytes(bytes), HEADLAND_TIME_LIMIT: inTime(ms) });
        expect(Math.abs(read.memoryBytes / bytes - 1)).toBeLessThan(0.006);
        expect(Math.abs(read.stepMs / ms - 1)).toBeLessThan(0.006);
      }),
    );
  });
});
