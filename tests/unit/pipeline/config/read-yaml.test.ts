import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readYaml } from "#pipeline/config/read-yaml.ts";
import { ConfigError } from "#pipeline/errors.ts";
import { cpuMs } from "../../../helpers/cpu-time.ts";
import { runBuild } from "../../../helpers/run-build.ts";
import { tempFolder } from "../../../helpers/temp-folder.ts";
import { writeTinyContent } from "../../../helpers/tiny-content.ts";

const anything = z.looseObject({});

async function read(text: string | Uint8Array): Promise<unknown> {
  const path = join(await tempFolder(), "a.yaml");
  await writeFile(path, text);
  return readYaml(path, "content/models/a.yaml", anything);
}

/** Each line names the one before it several times. */
function laughs(nLines: number, nTimes: number): string {
  const lines = Array.from({ length: nLines }, (_, i) => {
    const names = Array.from({ length: nTimes }, () => (i === 0 ? "lol" : `*a${i - 1}`));
    return `k${i}: &a${i} [${names.join(", ")}]`;
  });
  return lines.join("\n");
}

describe("mistakes", () => {
  it("are told up to a hundred; the others are counted", async () => {
    const path = join(await tempFolder(), "a.yaml");
    await writeFile(path, Array.from({ length: 250 }, (_, i) => `key${i}: 1`).join("\n"));
    const error = await readYaml(path, "content/models/a.yaml", z.strictObject({ name: z.string() })).catch(
      (each: unknown) => each,
    );
    expect(error).toBeInstanceOf(ConfigError);
    const lines = (error as ConfigError).message.split("\n");
    expect(lines).toHaveLength(101);
    expect(lines.filter((line) => line.includes(": unknown key: expected one of name"))).toHaveLength(99);
    expect(lines.at(-1)).toBe("… and 151 more.");
  });
});

describe("anchors", () => {
  it("may name a value that is used again", async () => {
    expect(await read("a: &x { b: 1 }\nc: *x\nd: [*x, *x]")).toEqual({
      a: { b: 1 },
      c: { b: 1 },
      d: [{ b: 1 }, { b: 1 }],
    });
  });

  it.each([
    ["a thousand million values in a few lines", laughs(10, 9), "the file stands for too many values"],
    [
      "levels that anchors pile up",
      laughs(80, 1),
      "values lie too deep in each other: expected at most 64 levels",
    ],
    ["a list within itself", "a: &x [1, *x]", "an anchor stands within what it names"],
    ["an object within its own list", "a: &x\n  b: [{ c: *x }]", "an anchor stands within what it names"],
  ])("are refused at once where they make %s", async (_, text, expected) => {
    const startMs = cpuMs();
    await expect(read(text)).rejects.toThrow(`content/models/a.yaml: ${expected}`);
    expect(cpuMs() - startMs).toBeLessThan(2000);
  });
});

it.each([
  ["a million bytes", `a: "${"x".repeat(1 << 20)}"`, "the file is too large: expected at most 1048576 bytes"],
  [
    "brackets without end",
    "[".repeat(100_000),
    "this is not YAML: expected key: value lines, received nesting",
  ],
  ["a zero byte in a path", String.raw`source: "a\0b"`, "a text holds a zero byte"],
  ["tags of programs", "a: !!js/function x", "this is not YAML"],
])("refuses %s", async (_, text, expected) => {
  const thrown: unknown = await read(text).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ConfigError);
  expect((thrown as Error).message).toContain(`content/models/a.yaml: ${expected}`);
});

it("costs no other atlas: neither such a file, nor a link to nothing", async () => {
  const root = await tempFolder();
  await writeTinyContent(join(root, "content"));
  await writeFile(join(root, "content/models/laughs.yaml"), `name: &x [*x]\n`);
  await writeFile(join(root, "content/datasets/many.yaml"), laughs(10, 9));
  await symlink("nowhere", join(root, "content/datasets/nothing.yaml"));
  const { outcomes, errors } = await runBuild(root, { methods: ["pca"] });
  expect(outcomes["tiny/lines"]?.state).toBe("built");
  expect(errors).toHaveLength(3);
  expect(errors.join("\n")).toMatch(
    /models\/laughs\.yaml: an anchor.*many\.yaml: the file stands.*nothing\.yaml: a file or folder is missing/s,
  );
});
