/** The rooms of the source: few files in each, short ones, templates apart from code. */
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

interface SourceFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly nLines: number;
}

const ROOT = join(import.meta.dirname, "../../..");
const MOST_FILES = 20;
const MOST_LINES = 400;
const MOST_MEDIAN_LINES = 100;
const TEXTS = new Set([".ts", ".tsx", ".mjs", ".astro", ".css"]);
/** Where templates are; what they compute is in `src/site`. */
const TEMPLATE_FOLDERS = ["src/components", "src/layouts", "src/routes"];
/** A route that answers with a file other than a page is code by its nature. */
const ENDPOINT = /^src\/routes\/.*\.(?:csv|json|md|png|txt|xml)\.ts$/;
const ISLANDS = ["src/viewer/AtlasViewer.tsx", "src/viewer/MatrixViewer.tsx"];

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** Folders with too many files directly in them, and how many those are. */
function crowdedFolders(files: readonly SourceFile[]): string[] {
  const folders = Map.groupBy(files, ({ path }) => folderOf(path));
  return [...folders]
    .filter(([, own]) => own.length > MOST_FILES)
    .map(([folder, own]) => `${folder}: ${own.length}`);
}

function tooLongFiles(files: readonly SourceFile[]): string[] {
  return files.filter(({ nLines }) => nLines > MOST_LINES).map(({ path, nLines }) => `${path}: ${nLines}`);
}

function medianLines(files: readonly SourceFile[]): number {
  const sorted = files.map(({ nLines }) => nLines).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function codeAmongTemplates(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => TEMPLATE_FOLDERS.some((folder) => path.startsWith(`${folder}/`)))
    .filter((path) => !path.endsWith(".astro") && !ENDPOINT.test(path));
}

function looseInViewer(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => folderOf(path) === "src/viewer" && !ISLANDS.includes(path));
}

async function sourceFiles(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const file = join(entry.parentPath, entry.name);
        const text = TEXTS.has(extname(file)) ? await readFile(file, "utf8") : "";
        return {
          path: file.slice(ROOT.length + 1).replaceAll("\\", "/"),
          nLines: text.split("\n").length - 1,
        };
      }),
  );
}

describe("the rooms of the source", () => {
  let inSource: SourceFile[];
  let all: SourceFile[];

  beforeAll(async () => {
    inSource = await sourceFiles("src");
    all = [...inSource, ...(await sourceFiles("scripts"))].filter(({ path }) => TEXTS.has(extname(path)));
    expect(all.length).toBeGreaterThan(300);
  });

  it("hold few files each", () => {
    expect(crowdedFolders(inSource)).toEqual([]);
  });

  it("hold short files", () => {
    expect(tooLongFiles(all)).toEqual([]);
    expect(medianLines(all)).toBeLessThanOrEqual(MOST_MEDIAN_LINES);
  });

  it("keep templates apart from code", () => {
    for (const folder of TEMPLATE_FOLDERS)
      expect(
        inSource.some(({ path }) => path.startsWith(`${folder}/`)),
        folder,
      ).toBe(true);
    expect(codeAmongTemplates(inSource)).toEqual([]);
  });

  it("leave nothing loose in the viewer but its two islands", () => {
    expect(looseInViewer(inSource)).toEqual([]);
    expect(inSource.map(({ path }) => path)).toEqual(expect.arrayContaining(ISLANDS));
  });
});

describe("a listing in which something is wrong", () => {
  const named = (...paths: string[]): SourceFile[] => paths.map((path) => ({ path, nLines: 10 }));

  it("is found where a folder holds one file too many, those of folders inside it aside", () => {
    const twenty = named(...Array.from({ length: 20 }, (_, i) => `src/math/${i}.ts`));
    expect(crowdedFolders([...twenty, ...named("src/math/inside/a.ts")])).toEqual([]);
    expect(crowdedFolders([...twenty, ...named("src/math/more.wasm")])).toEqual(["src/math: 21"]);
  });

  it("is found where a file has a line too many", () => {
    expect(tooLongFiles([{ path: "src/a.css", nLines: 400 }])).toEqual([]);
    expect(tooLongFiles([{ path: "scripts/a.ts", nLines: 401 }])).toEqual(["scripts/a.ts: 401"]);
  });

  it("is found by its median, which single long files do not move", () => {
    const lengths = (...all: number[]): SourceFile[] => all.map((nLines, i) => ({ path: `${i}`, nLines }));
    expect(medianLines(lengths(400, 20, 30))).toBe(30);
    expect(medianLines(lengths(101, 20, 102, 103, 30))).toBe(101);
  });

  it("is found where code or a style lies among templates", () => {
    expect(
      codeAmongTemplates(
        named(
          "src/components/A.astro",
          "src/site/a.ts",
          "src/routes/a/b.astro",
          "src/routes/a/c.json.ts",
          "src/routes/[...d].png.ts",
        ),
      ),
    ).toEqual([]);
    const wrong = [
      "src/components/a.json.ts",
      "src/components/a.ts",
      "src/layouts/a.css",
      "src/routes/[model]/a.ts",
      "src/routes/png.ts",
    ];
    expect(codeAmongTemplates(named(...wrong))).toEqual(wrong);
  });

  it("is found where the viewer has a third loose file", () => {
    const right = named(...ISLANDS, "src/viewer/map/a.ts");
    expect(looseInViewer(right)).toEqual([]);
    expect(looseInViewer([...right, ...named("src/viewer/a.ts")])).toEqual(["src/viewer/a.ts"]);
  });
});
