/** What a request asks for, checked before anything is read: format, tables, and whether the target is a file. */
import { extname } from "node:path";
import { TABLES, type TableName } from "#export/head-tables.ts";
import { expectNone, type Mistake } from "../errors.ts";
import { ARRAY_FORMATS, type ArrayFormat } from "./arrays/array-file.ts";
import { TABLE_FORMATS, type TableFormat } from "./export-tables.ts";

export const FORMATS = [...TABLE_FORMATS, ...ARRAY_FORMATS, "headvis"] as const;
export type ExportFormat = (typeof FORMATS)[number];

/** As the flags say it. */
export interface ExportRequest {
  /** Models, atlases, heads, or addresses of their pages; all atlases, if there are none. */
  readonly addresses: readonly string[];
  readonly format: ExportFormat;
  /** Undefined for all of them, or the one that a single file holds. */
  readonly tables: readonly TableName[] | undefined;
  /** Whether queries and keys are written as well, for which the model is run once more. */
  readonly hasVectors: boolean;
  /** A folder, or a file whose name ends in the format. */
  readonly out: string;
  /** Whether what is at `out` is replaced. */
  readonly isForced: boolean;
}

interface FolderPlan {
  /** Whether `out` is a file. */
  readonly isFile: boolean;
  /** Whether the files of each head lie in a folder of their own. */
  readonly isApart: boolean;
}

export type ExportPlan =
  | (FolderPlan & { readonly format: TableFormat; readonly tables: ReadonlySet<TableName> })
  | (FolderPlan & { readonly format: ArrayFormat; readonly hasVectors: boolean })
  | (FolderPlan & { readonly format: "headvis" });

/** What is asked for, once it has been looked up. */
export interface AskedFor {
  readonly nAtlases: number;
  /** Most towers of an atlas. */
  readonly nTowers: number;
  readonly isOneHead: boolean;
}

/** @throws {ConfigError} with everything that does not go together. */
export function planExport(request: ExportRequest, asked: AskedFor): ExportPlan {
  const { format, tables, hasVectors, out } = request;
  const ending = extname(out).slice(1).toLowerCase();
  const isFile = ending === format;
  const isApart = !asked.isOneHead;
  const mistakes = [...endingMistakes(request, ending), ...flagMistakes(request)];
  if (isFile && asked.nAtlases > 1)
    mistakes.push({
      what: "one file cannot hold several atlases",
      where: `--out ${out}`,
      expected: "the name of one atlas or head",
      received: `${asked.nAtlases} atlases`,
      cure: "Name a folder, or one of the atlases.",
    });
  if (format === "headvis" || isArrayFormat(format)) {
    if (isFile && asked.nTowers > 1)
      mistakes.push({
        what: "one file cannot hold several towers",
        where: `--out ${out}`,
        expected: "a folder",
        received: `${asked.nTowers} towers`,
      });
    expectNone(mistakes);
    return format === "headvis"
      ? { format, isFile: false, isApart }
      : { format, hasVectors, isFile, isApart };
  }
  const { isOneHead } = asked;
  const chosen = tables ?? (isFile ? [isOneHead ? "points" : "heads"] : TABLES);
  if (isFile && (chosen.length > 1 || (!isOneHead && chosen[0] !== "heads")))
    mistakes.push({
      what: "one file cannot hold so many tables",
      where: `--out ${out}`,
      expected: isOneHead
        ? "one of --tables"
        : "--tables heads: points and weights have a table for each head",
      received: `--tables ${chosen.join(",")}`,
      cure: "Name a folder, or one head.",
    });
  expectNone(mistakes);
  return { format, tables: new Set(chosen), isFile, isApart };
}

function isArrayFormat(format: ExportFormat): format is ArrayFormat {
  return (ARRAY_FORMATS as readonly string[]).includes(format);
}

function endingMistakes({ format, out }: ExportRequest, ending: string): Mistake[] {
  const others: readonly string[] = FORMATS.filter((other) => other !== format);
  if (!others.includes(ending)) return [];
  return [
    {
      what: "the file is named after another format",
      where: `--out ${out}`,
      expected: format === "headvis" ? "a folder" : `a folder, or a name that ends in .${format}`,
      received: `.${ending}, with --format ${format}`,
    },
  ];
}

/** Flags that say nothing about the format. */
function flagMistakes({ format, tables, hasVectors }: ExportRequest): Mistake[] {
  const isOfTables = (TABLE_FORMATS as readonly string[]).includes(format);
  const mistakes: Mistake[] = [];
  if (tables !== undefined && !isOfTables)
    mistakes.push({
      what: "this format has no tables",
      where: "--tables",
      expected: `no such flag, or --format ${TABLE_FORMATS.join(" or ")}`,
      received: `--format ${format}`,
    });
  if (hasVectors && !isArrayFormat(format))
    mistakes.push({
      what: "this format does not hold vectors",
      where: "--vectors",
      expected: `no such flag, or --format ${ARRAY_FORMATS.join(" or ")}`,
      received: `--format ${format}`,
    });
  return mistakes;
}
