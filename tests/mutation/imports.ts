/** Which tests see a file, directly or through others. */
import { globSync, readFileSync } from "node:fs";
import path from "node:path";

/** Of tests that are near to the numbers; those of whole builds take long and say that something changed, not what. */
const NEAR = [
  "tests/unit/{math,measures,atlas,color,pipeline/measure}/**/*.test.ts",
  "tests/unit/kernels/{tsne-settling,umap-forces}.test.ts",
];

/** The tests that mirror the file come first. */
export function testsOf(file: string): string[] {
  const sees = (from: string, seen: Set<string>): boolean => {
    if (from === file) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    return importsOf(from).some((next) => sees(next, seen));
  };
  const mirror = file.replace(/^src/, "tests/unit").replace(/\.ts$/, ".test.ts");
  return globSync(NEAR)
    .filter((test) => sees(test, new Set()))
    .sort((a, b) => Number(b === mirror) - Number(a === mirror) || a.localeCompare(b));
}

function importsOf(file: string): string[] {
  const found = readFileSync(file, "utf8").matchAll(/^(?:import|export|\} from)\b.*?"([#.][^"]+\.ts)";$/gm);
  return [...found].map(([, name = ""]) =>
    name.startsWith("#") ? name.replace("#", "src/") : path.join(path.dirname(file), name),
  );
}
