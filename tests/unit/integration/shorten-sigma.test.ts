import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withoutPrograms, withShortShaders } from "../../../src/integration/shorten-sigma.ts";

const SIGMA = join(import.meta.dirname, "../../../node_modules/sigma/dist");
const SETTINGS = join(SIGMA, "../settings/dist/sigma-settings.esm.js");

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

describe("withoutPrograms", () => {
  it("leaves the library no programs of its own, and all its other settings as they are", () => {
    const code = readFileSync(SETTINGS, "utf8");
    const short = withoutPrograms(code);
    const programs = /^ {2}(circle|arrow|line): \w+,?\n/gm;
    expect(code.match(programs)).toHaveLength(3);
    expect(short.match(programs)).toBeNull();
    expect(short.replace(/\s/g, "")).toBe(code.replace(programs, "").replace(/\s/g, ""));
  });

  it("leaves it no names of colors, and the rest of what it knows of colors", () => {
    const file = readdirSync(SIGMA).find((name) => /^colors-.*\.esm\.js$/.test(name));
    const code = readFileSync(join(SIGMA, file ?? ""), "utf8");
    const short = withoutPrograms(code);
    const names = /^ {2}[a-z]+: "#[0-9A-F]{6}",?\n/gm;
    expect(code.match(names)?.length).toBeGreaterThan(140);
    expect(short.replace(/\s/g, "")).toBe(code.replace(names, "").replace(/\s/g, ""));
  });

  it("lets bundlers drop programs that are made when the library is loaded", () => {
    const code = "var A = createEdgeArrowProgram();\n  var b = createEdgeArrowProgram();\nvar C = other();\n";
    expect(withoutPrograms(code)).toBe(
      "var A = /*#__PURE__*/ createEdgeArrowProgram();\n  var b = createEdgeArrowProgram();\nvar C = other();\n",
    );
    const file = readdirSync(SIGMA).find((name) => /^index-.*\.esm\.js$/.test(name));
    expect(
      withoutPrograms(readFileSync(join(SIGMA, file ?? ""), "utf8")).match(/#__PURE__\*\/ create/g),
    ).toHaveLength(3);
  });
});
