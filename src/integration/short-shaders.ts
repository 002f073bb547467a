/** Removes comments and indentation from sigma's shaders, which are strings, so no minifier shortens them. */
import type { Plugin } from "vite";

const MODULE = /[/\\]node_modules[/\\]sigma[/\\].*\.js$/;
const SHADER = /\/\*\s*glsl\s*\*\/\s*("(?:[^"\\\n]|\\.)*")/g;

export function shortShaders(): Plugin {
  return {
    name: "headland-short-shaders",
    transform(code, id) {
      return MODULE.test(id.split("?")[0] ?? "") ? { code: withShortShaders(code), map: null } : undefined;
    },
  };
}

/** Shortens every string that is marked as a shader. Line breaks stay, because directives such as `#ifdef` need them. */
export function withShortShaders(code: string): string {
  return code.replace(SHADER, (_, literal: string) => {
    const lines = (JSON.parse(literal) as string).split("\n");
    const left = lines.map((line) => line.replace(/\/\/.*/, "").trim()).filter((line) => line !== "");
    return JSON.stringify(`${left.join("\n")}\n`);
  });
}
