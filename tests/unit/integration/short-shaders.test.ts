import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withShortShaders } from "../../../src/integration/short-shaders.ts";

const SIGMA = join(import.meta.dirname, "../../../node_modules/sigma/dist");

/** What a compiler of shaders sees: no comments, and blanks only where they part two words or two lines of commands. */
function tokens(shader: string): string[] {
  return (
    shader
      .replace(/\/\/.*/g, "")
      .match(/^\s*#.*$|[\w.]+|[^\s\w]/gm)
      ?.map((token) => token.trim()) ?? []
  );
}

/** Texts of the strings that are marked as shaders. */
function shaders(code: string): string[] {
  return [
    ...code.matchAll(
      /= \/\*glsl\*\/("(?:[^"\\]|\\.)*");|= ("attribute(?:[^"\\]|\\.)*"|"precision(?:[^"\\]|\\.)*");/g,
    ),
  ].map(([, marked, short]) => JSON.parse(marked ?? short ?? '""') as string);
}

describe("withShortShaders", () => {
  it("leaves lines of a shader without comments and indentation, and all other text as it is", () => {
    const code =
      'var a = /*glsl*/"\\n#ifdef X\\n  // why\\n  a = b; // c\\n\\n#endif\\n";\nvar b = "  // no shader\\n";';
    expect(withShortShaders(code)).toBe(
      'var a = "#ifdef X\\na = b;\\n#endif\\n";\nvar b = "  // no shader\\n";',
    );
  });

  it("changes nothing that counts in the shaders of the library as it is installed", () => {
    const file = readdirSync(SIGMA).find((name) => /^index-.*\.esm\.js$/.test(name));
    const code = readFileSync(join(SIGMA, file ?? ""), "utf8");
    const short = withShortShaders(code);
    const [before, after] = [shaders(code), shaders(short)];
    expect(before.length).toBeGreaterThan(5);
    expect(after.map(tokens)).toEqual(before.map(tokens));
    expect(code.length - short.length).toBeGreaterThan(1000);
  });
});
