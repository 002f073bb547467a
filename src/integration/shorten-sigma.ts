/** Removes from Sigma what no minifier does: comments in its shaders, which are strings, and what the map has no use for. */
import type { Plugin } from "vite";

const MODULE = /[/\\]node_modules[/\\]sigma[/\\].*\.js$/;
const SHADER = /\/\*\s*glsl\s*\*\/\s*("(?:[^"\\\n]|\\.)*")/g;

const TABLES = /(var (?:HTML_COLORS|DEFAULT_(?:NODE|EDGE)_PROGRAM_CLASSES) = )\{[^}]*\}/g;
const MADE = /^(var \w+ = )(create\w+Program\()/gm;

export function shortenSigma(): Plugin {
  return {
    name: "headland-shorten-sigma",
    transform(code, id) {
      if (!MODULE.test(id.split("?")[0] ?? "")) return;
      return { code: withoutPrograms(withShortShaders(code)), map: null };
    },
  };
}

/**
 * Empties the tables of names of colors and of programs for circles, lines and arrows, which it would compile for every map, and lets
 * bundlers drop programs that nobody asks for: the map brings its own, and has no edges.
 */
export function withoutPrograms(code: string): string {
  return code.replace(TABLES, "$1{}").replace(MADE, "$1/*#__PURE__*/ $2");
}

/** Shortens every string that is marked as a shader. Line breaks stay, because directives such as `#ifdef` need them. */
export function withShortShaders(code: string): string {
  return code.replace(SHADER, (_, literal: string) => {
    const lines = (JSON.parse(literal) as string).split("\n");
    const left = lines.map((line) => line.replace(/\/\/.*/, "").trim()).filter((line) => line !== "");
    return JSON.stringify(`${left.join("\n")}\n`);
  });
}
