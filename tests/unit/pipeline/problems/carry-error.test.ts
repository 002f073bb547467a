import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { ConfigError, MachineError, UserError } from "#pipeline/errors.ts";
import { HubError } from "#pipeline/hub/hub-error.ts";
import { carrying, delivered, type Carried } from "#pipeline/problems/carry-error.ts";

/** What comes out of a task whose result passes from thread to thread, as a clone. */
async function passed<Result>(run: () => Promise<Result>): Promise<Result> {
  const carried: Carried<Result> = structuredClone(await carrying(run)(undefined));
  return delivered(carried);
}

const failing = (error: unknown): Promise<never> => passed(() => Promise.reject(error as Error));

describe("what passes from thread to thread", () => {
  it("is a result as it was", async () => {
    expect(await passed(() => Promise.resolve(new Map([["a", Float32Array.of(1)]])))).toEqual(
      new Map([["a", Float32Array.of(1)]]),
    );
  });

  it.each([new ConfigError("a"), new MachineError("b"), new HubError("c")])(
    "is an error that can be told: %s",
    async (error) => {
      const thrown: unknown = await failing(error).catch((each: unknown) => each);
      expect(thrown).toBeInstanceOf(UserError);
      expect(thrown).toMatchObject({ name: error.name, message: error.message, stack: error.stack });
    },
  );

  it("is an error of the system with its code and path, and what caused it", async () => {
    const cause: unknown = await readFile("/nowhere").catch((each: unknown) => each);
    const thrown: unknown = await failing(new RangeError("outer", { cause })).catch((each: unknown) => each);
    expect(thrown).toMatchObject({
      name: "RangeError",
      cause: { code: "ENOENT", path: "/nowhere", syscall: "open", message: (cause as Error).message },
    });
  });

  it("is whatever else was thrown, in words; a circle of causes ends", async () => {
    await expect(failing("text")).rejects.toThrow("string was thrown: text");
    const circle = new Error("round");
    circle.cause = circle;
    await expect(failing(circle)).rejects.toThrow("round");
  });
});
