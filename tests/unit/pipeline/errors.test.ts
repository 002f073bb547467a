import { describe, expect, it } from "vitest";
import {
  ConfigError,
  configProblem,
  expectNone,
  mistakesError,
  ModelError,
  UserError,
} from "#pipeline/errors.ts";

const problem = {
  what: "there is no such key",
  where: "a.yaml, limits",
  expected: "limit",
  received: "limits",
};
const TEXT = "a.yaml, limits: there is no such key: expected limit, received limits.";

describe("an error that is made of what is wrong", () => {
  it("says what, where, what was expected and received, and the cure on a line of its own", () => {
    expect(new ConfigError(problem).message).toBe(TEXT);
    expect(new ModelError({ ...problem, cure: "Correct it." }).message).toBe(`${TEXT}\n  Correct it.`);
    const { where, what, expected, received } = problem;
    expect(configProblem(where, what, expected, received, "Correct it.").message).toBe(
      `${TEXT}\n  Correct it.`,
    );
  });

  it("keeps its class, its name and its cause", () => {
    const cause = new Error("no such file");
    const error = new ModelError(problem, { cause });
    expect(error).toBeInstanceOf(UserError);
    expect([error.name, error.cause]).toEqual(["ModelError", cause]);
  });

  it("takes a text that is there already as it is", () => {
    expect(new ConfigError("two lines\nof another error").message).toBe("two lines\nof another error");
  });

  it("keeps to one line, whatever a file or a name holds", () => {
    const { message } = new ConfigError({ ...problem, received: `a\n\nb${"c".repeat(5000)}` });
    expect(message.split("\n")).toHaveLength(1);
    expect(message.length).toBeLessThan(2000);
  });
});

describe("several mistakes", () => {
  it("are told at once, be they texts or not, and are no error where there are none", () => {
    expect(() => expectNone([])).not.toThrow();
    expect(() => expectNone(["one", problem])).toThrow(new ConfigError(`one\n${TEXT}`));
  });

  it("are told up to a hundred; the others are counted", () => {
    const lines = mistakesError(Array.from({ length: 103 }, () => problem)).message.split("\n");
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toBe("… and 3 more.");
  });
});
