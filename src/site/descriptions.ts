/** An atlas in a few words. */
import { counted } from "../atlas/counted.ts";
import type { Manifest } from "../atlas/files/manifest.ts";
import type { PatternsManifest } from "../atlas/patterns/patterns.ts";

export function count(n: number): string {
  return n.toLocaleString("en");
}

/** `gpt2, 4 layers of 4 heads, d_head 32`. */
export function describeModel({ model, towers, dHead }: Manifest): string {
  const parts = towers.map(({ name, heads }) => {
    const most = Math.max(...heads);
    const upTo = heads.every((n) => n === most) ? "" : "up to ";
    const layers = `${counted(heads.length, "layer")} of ${upTo}${counted(most, "head")}`;
    return name === undefined ? layers : `${name}: ${layers}`;
  });
  return [model.architecture, ...parts, `d_head ${dHead}`].join(", ");
}

/** `8 layers, 64 heads, numbers and patterns without maps`. */
export function describePatterns({ heads }: PatternsManifest): string {
  const nLayers = new Set(heads.map(({ layer }) => layer)).size;
  return `${counted(nLayers, "layer")}, ${counted(heads.length, "head")}, numbers and patterns without maps`;
}

/** `Stories: 70 sequences, 1,999 tokens`. */
export function describeDataset({ dataset }: Manifest): string {
  const isText = dataset.kind === "text";
  const sequences = counted(dataset.nSequences, isText ? "sequence" : "picture");
  const tokens = isText ? counted(dataset.nTokens, "token") : counted(dataset.nTokens, "patch", "patches");
  return `${dataset.name}: ${sequences}, ${tokens}`;
}

/** Says what was left out of a dataset, or split, if anything was. */
export function describeSample({ dataset, seed }: Manifest): string | undefined {
  const { sampledFrom, tooLong } = dataset;
  const sentences: string[] = [];
  if (sampledFrom !== null) {
    const what = dataset.kind === "text" ? "sequences" : "pictures";
    sentences.push(
      `Shows ${count(dataset.nSequences)} of ${count(sampledFrom.nSequences)} ${what}, sampled with seed ${seed}.`,
    );
  }
  if (tooLong) {
    const { limit, nSplit, nCut } = tooLong;
    const texts = (n: number): string => (n === 1 ? "1 text is" : `${count(n)} texts are`);
    if (nSplit > 0)
      sentences.push(`${texts(nSplit)} longer than ${count(limit)} tokens and split into windows.`);
    if (nCut > 0) sentences.push(`${texts(nCut)} cut after ${count(limit)} tokens.`);
  }
  return sentences.length === 0 ? undefined : sentences.join(" ");
}

/** A head's cell of a thumbnail sheet, as CSS counts it. */
export function cellPosition({ sheet }: Manifest, cell: { row: number; column: number }): string {
  const share = (index: number, n: number): string =>
    n > 1 ? `${((index / (n - 1)) * 100).toFixed(3)}%` : "0%";
  return `${share(cell.column, sheet.columns)} ${share(cell.row, sheet.rows)}`;
}
