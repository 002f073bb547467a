/** What figures need of an atlas that browsers do in their own way: searches, and the pixels of patches. */
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import sharp from "sharp";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { meanColors } from "#color/mean-colors.ts";
import { LOOK_LENGTH, looksOf } from "#drawing/patches/patch-looks.ts";
import { findTokens, patternsOf } from "#drawing/search/find-tokens.ts";
import type { Found } from "#drawing/search/found.ts";
import { matchPattern, refusal, type Pattern, type PatternAnswer } from "#drawing/search/match-pattern.ts";
import type { HeadSource } from "../../figure/head-data.ts";
import type { AtlasOnDisk } from "./atlas-on-disk.ts";

/** As in a browser: a sound pattern needs a few milliseconds. */
const LIMIT_MS = 1000;

export function headSource({ atlas, folder }: AtlasOnDisk): HeadSource {
  const read = async (
    tower: string | undefined,
    perCell: number,
    of: (rgba: Uint8Array, nCells: number, cellPx: number) => Uint8Array,
  ): Promise<Uint8Array> => {
    const patches = atlas.patches(tower);
    return patches ? readSheet(join(folder, patches.file), patches.sheet, perCell, of) : new Uint8Array();
  };
  return {
    atlas,
    find: (table, search) => Promise.resolve(find(table, search)),
    pictures: {
      colors: (tower) => read(tower, 3, meanColors),
      looks: (tower) => read(tower, LOOK_LENGTH, looksOf),
    },
  };
}

function find(table: TokenTable, search: string): Found | null {
  const answers = new Map<string, PatternAnswer>();
  for (const pattern of patternsOf(table, search))
    answers.set(pattern.written, runPattern(pattern, table.vocab));
  return findTokens(table, search, answers);
}

/** A pattern of ten letters can keep an engine busy for years, so it is stopped. */
function runPattern(pattern: Pattern, texts: readonly string[]): PatternAnswer {
  try {
    const run = { answer: () => matchPattern(pattern, texts) };
    return runInNewContext("answer()", run, { timeout: LIMIT_MS }) as PatternAnswer;
  } catch {
    return refusal("takes too long: use fewer repeats");
  }
}

/** As browsers read a sheet, row by row. */
async function readSheet(
  file: string,
  { cellPx, sheetColumns, sheetRows }: PatchSheet,
  perCell: number,
  of: (rgba: Uint8Array, nCells: number, cellPx: number) => Uint8Array,
): Promise<Uint8Array> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const values = new Uint8Array(sheetColumns * sheetRows * perCell);
  const rowBytes = info.width * cellPx * 4;
  for (let row = 0; row < sheetRows; row++) {
    const rgba = data.subarray(row * rowBytes, (row + 1) * rowBytes);
    values.set(of(rgba, sheetColumns, cellPx), row * sheetColumns * perCell);
  }
  return values;
}
