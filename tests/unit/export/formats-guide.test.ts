/** The guide of formats names every file, field, column and array that is really written, and no other. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { builtTiny, exportFrom } from "../../helpers/export-tiny.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";

interface Row {
  /** `<map>.x`, `q.N`. */
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

interface Section {
  readonly heading: string;
  /** Of each table, the rows; a row with several names is several. */
  readonly tables: readonly (readonly Row[])[];
}

type Fields = Readonly<Record<string, unknown>>;

/** What may be missing says so. */
const MAY_LACK = /optional|only|if |null|pictures|models with several|in three dimensions/;

let sections: readonly Section[];
let roots: { readonly tiny: string; readonly pictures: string };
let texts: Fields;
let pictures: Fields;

beforeAll(async () => {
  sections = sectionsOf(await readFile("content/guides/formats.md", "utf8"));
  const tiny = await builtTiny();
  const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
  const maps = { methods: ["pca"], dims: [2, 3] as const };
  await writeSyntheticAtlas(join(tiny, "more"), { model: "p", dataset: "d", kind: "images", ...shape, maps });
  roots = { tiny: join(tiny, "out/tiny/lines"), pictures: join(tiny, "more/p/d") };
  const job = { outFolder: join(tiny, "more") };
  await exportFrom(tiny, { out: "csv" });
  await exportFrom(tiny, { out: "pictures" }, job);
  await exportFrom(tiny, { out: "npz", format: "npz", hasVectors: true });
  await exportFrom(tiny, { out: "npz-pictures", format: "npz" }, job);
  const about = async (folder: string): Promise<Fields> =>
    JSON.parse(await readFile(join(tiny, folder, "export.json"), "utf8")) as Fields;
  texts = { ...(await about("csv")), arrays: (await about("npz"))["arrays"] };
  pictures = { ...(await about("pictures")), arrays: (await about("npz-pictures"))["arrays"] };
});

function sectionsOf(guide: string): Section[] {
  return guide
    .split(/^### /m)
    .slice(1)
    .map((text) => {
      const blocks = text.split(/\n\n+/).filter((block) => block.startsWith("|"));
      return { heading: text.slice(0, text.indexOf("\n")), tables: blocks.map(rowsOf) };
    });
}

function rowsOf(table: string): Row[] {
  const rows = table.trim().split("\n").slice(2);
  return rows.flatMap((row) => {
    const [names = "", type = "", ...meaning] = row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim());
    return codesIn(names).map((name) => ({ name, type, meaning: meaning.join(" ") }));
  });
}

function codesIn(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code);
}

function section(heading: string): Section {
  const found = sections.find((one) => one.heading === heading);
  if (found === undefined) throw new Error(`The guide has no section ${heading}.`);
  return found;
}

async function json(file: string): Promise<Fields[]> {
  const read = Object.values(roots).map(
    async (root) => JSON.parse(await readFile(join(root, file), "utf8")) as Fields,
  );
  return Promise.all(read);
}

/** Every key is named, and every name is a key somewhere, or says when it is not. */
function expectFields(rows: readonly Row[], objects: readonly object[]): void {
  const keys = new Set(objects.flatMap((object) => Object.keys(object)));
  expect([...keys].filter((key) => !rows.some(({ name }) => name === key))).toEqual([]);
  expect(rows.filter(({ name, type, meaning }) => !keys.has(name) && !MAY_LACK.test(type + meaning))).toEqual(
    [],
  );
}

describe("the guide of formats", () => {
  it.each([
    ["manifest.json", "manifest.json"],
    ["tokens.json", "tokens.json"],
    ["heads.json", "heads.json"],
    ["files.json", "files.json"],
    ["heads/L3H5/umap2.json", "heads/L0H1/pca2.json"],
    ["heads/L3H5/umap2.json", "heads/L0H1/pca3.json"],
    ["heads/L3H5/points.json", "heads/L0H1/points.json"],
    ["heads/L3H5/attention.json", "heads/L0H1/attention.json"],
    ["layers/L3/umap2.json", "layers/L0/pca2.json"],
    ["relations.json", "relations.json"],
    ["shared.json", "shared.json"],
    ["search/index.json", "search/index.json"],
    ["search/part-0.json", "search/part-0.json"],
  ])("has all fields of %s, as in %s", async (heading, file) => {
    const [rows = []] = section(heading).tables;
    const objects = await json(file);
    const axes = file.includes("pca") ? objects.map((object) => ({ z: "", ...object })) : objects;
    expectFields(rows, heading.startsWith("heads/L3H5/umap2") ? axes : objects);
  });

  it("has all fields of objects inside manifest.json and heads.json", async () => {
    const expectNested = (rows: readonly Row[], object: object): void => {
      for (const [key, value] of Object.entries(object)) {
        if (typeof value !== "object" || value === null || Array.isArray(value)) continue;
        const meaning = rows.find(({ name }) => name === key)?.meaning ?? "";
        const named = codesIn(meaning);
        // Those whose keys are names of measures or maps refer to other guides.
        if (named.length > 0) expect(named).toEqual(expect.arrayContaining(Object.keys(value as object)));
        else expect(meaning).toMatch(/per map|\]\(|optional: the same/);
      }
    };
    const [manifestRows = []] = section("manifest.json").tables;
    for (const manifest of await json("manifest.json")) expectNested(manifestRows, manifest);
    const [, headRows = []] = section("heads.json").tables;
    for (const { heads } of await json("heads.json")) {
      expectFields(headRows, heads as readonly object[]);
      for (const head of heads as readonly object[]) {
        // By map, of which each has a list.
        expectNested(headRows, { ...head, explained: null });
      }
    }
  });

  it("has every file of an atlas", async () => {
    const patterns = [
      ...sections.map(({ heading }) => heading),
      ...section("Pictures")
        .tables.flat()
        .flatMap(({ name, type }) => [name, ...codesIn(type)]),
    ]
      .filter((name) => /\.(json|webp)$/.test(name))
      .map(
        (name) =>
          new RegExp(
            `^${name.replaceAll(".", "\\.").replace("L3H5", "L\\d+H\\d+").replace("L3", "L\\d+").replace("umap2", "[a-z]+\\d")}$`,
          ),
      );
    for (const { files } of await json("files.json"))
      for (const file of Object.keys(files as object)) {
        // Sheets have one more for every color, and one of half the size.
        const plain = file.replace(/^(sheet-[a-z]+\d)(-[^.]+)?(\.half)?\.webp$/, "$1.webp");
        expect(
          patterns.some((pattern) => pattern.test(plain)),
          file,
        ).toBe(true);
      }
  });

  it.each([
    ["heads", 0],
    ["points", 1],
    ["weights", 2],
  ])("has every column of the table %s with its type", (name, place) => {
    const rows = section("CSV and Parquet").tables[place] ?? [];
    expectNamed(
      rows,
      [texts, pictures].flatMap(({ tables }) => (tables as Record<string, Written[]>)[name] ?? []),
    );
  });

  it.each([
    ["arrays", 0],
    ["vectors", 1],
    ["aligned", 2],
  ])("has every array of the file %s with its type", (name, place) => {
    const rows = section("NPZ and safetensors").tables[place] ?? [];
    expectNamed(
      rows,
      [texts, pictures].flatMap(({ arrays }) => (arrays as Record<string, Written[]>)[name] ?? []),
    );
  });

  it("has the six numbers of HeadVis", async () => {
    const { HEADVIS_METRICS } = await import("#measures/headvis.ts");
    expect(section("HeadVis").tables[0]?.map(({ name }) => name)).toEqual(Object.keys(HEADVIS_METRICS));
  });
});

interface Written {
  readonly name: string;
  readonly type: string;
}

const TYPES: Readonly<Record<string, string>> = { f4: "float32", f8: "float64", u4: "uint32", b1: "bool" };

/** Every column fits one row, in its type; every row has a column, or says when not. */
function expectNamed(rows: readonly Row[], written: readonly Written[]): void {
  const fits = ({ name }: Row, real: string): boolean =>
    new RegExp(
      `^${name
        .replaceAll(".", "\\.")
        .replaceAll(/<[^>]+>/g, ".+")
        .replace(/\\.N$/, "\\.\\d+")}$`,
    ).test(real);
  for (const { name, type } of written) {
    const types = rows.filter((one) => fits(one, name)).map((row) => row.type);
    // No type means that the array is described above.
    expect(
      types.some((said) => said === "" || said.includes(TYPES[type] ?? type)),
      name,
    ).toBe(true);
  }
  const unused = rows.filter((row) => !written.some(({ name }) => fits(row, name)));
  expect(
    unused.filter(({ type, meaning }) => !MAY_LACK.test(type + meaning)).map(({ name }) => name),
  ).toEqual([]);
}
