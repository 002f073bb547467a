import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StepBoard } from "#pipeline/guard/step-board.ts";

describe("StepBoard", () => {
  it("shows through shared memory which step is in work, and that one begins though it is called the same", () => {
    const board = new StepBoard();
    const other = new StepBoard(board.buffer);
    expect([other.isIdle, other.read()]).toEqual([true, undefined]);
    const step = { of: "model", where: "model.onnx", doing: "running it" } as const;
    board.write(step);
    const before = other.count;
    expect([other.isIdle, other.read()]).toEqual([false, step]);
    board.write(step);
    expect(other.count).toBeGreaterThan(before);
    board.write(undefined);
    expect([other.isIdle, other.read()]).toEqual([true, undefined]);
  });

  it("holds any text: the end of the path, the beginning of the rest", () => {
    const board = new StepBoard();
    const any = fc.string({ unit: "binary", maxLength: 900 });
    fc.assert(
      fc.property(any, any, (where, doing) => {
        board.write({ of: "dataset", where, doing });
        const read = board.read();
        expect(where.endsWith(read?.where ?? "-")).toBe(true);
        expect(doing.startsWith(read?.doing ?? "-")).toBe(true);
        expect(read?.doing.length).toBe(Math.min(200, doing.length));
      }),
    );
    board.write({ of: "dataset", where: "\u0001".repeat(9999), doing: "\u0001".repeat(9999) });
    expect(board.read()?.where).toBe("\u0001".repeat(400));
  });
});
