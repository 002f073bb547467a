/** Keeps the vectors and patterns of every head in files of their own, as batches come. */
import { join } from "node:path";
import { counted } from "#atlas/counted.ts";
import { formatHead, type HeadId } from "#atlas/head/head-id.ts";
import { ModelError } from "../errors.ts";
import type { EncodedDataset } from "../inputs/encoded-dataset.ts";
import { sidesOf, type Streams } from "../inputs/model-input.ts";
import type { BlockCapture } from "../onnx/open-model.ts";
import { indexOfNotFinite, notFiniteProblem, type NotFinite } from "../onnx/run/not-finite.ts";
import { captureFiles, patternStarts, type CaptureFile } from "./capture-files.ts";
import { checksumsOf, type HeadChecksums } from "./checksums.ts";
import { OpenFiles } from "./open-files.ts";

export interface CapturedHead {
  readonly id: HeadId;
  readonly dHead: number;
  /** No query puts weight on a key behind it; never so between two sequences. */
  readonly isCausal: boolean;
  /** Heads of its layer that share their keys with it have the same number, from 0. */
  readonly keyHead: number;
  readonly checksums: HeadChecksums;
}

interface HeadInWork {
  readonly id: HeadId;
  readonly dHead: number;
  readonly keyHead: number;
  readonly hasValueNorms: boolean;
  readonly paths: Readonly<Record<CaptureFile, string>>;
  isCausal: boolean;
}

/** What is kept of a layer in one batch. */
export type KeptBlock = Pick<
  BlockCapture,
  "nHeads" | "dHead" | "keyHeads" | "q" | "k" | "weights" | "valueNorms"
> & { readonly block: Pick<BlockCapture["block"], "tower" | "layer" | "precision"> };

/** Writes each batch at its place: batches go by length, files by dataset order. */
export class CaptureWriter {
  readonly #folder: string;
  readonly #streams: Streams;
  readonly #heads = new Map<string, HeadInWork>();
  readonly #files = new OpenFiles();
  readonly #isKept: (layer: Omit<HeadId, "head">) => boolean;

  /** @param isKept Which layers are written; of the others it is only learned who looks ahead. All if not given. */
  constructor(
    folder: string,
    streams: Streams,
    isKept: (layer: Omit<HeadId, "head">) => boolean = () => true,
  ) {
    this.#folder = folder;
    this.#streams = streams;
    this.#isKept = isKept;
  }

  add(captured: KeptBlock, batch: readonly number[]): void {
    const { block, nHeads, dHead, keyHeads, q, k, weights, valueNorms } = captured;
    const [, , nQueries = 0, nKeys = 0] = weights.dims;
    const sides = sidesOf(this.#streams, block.tower);
    const [queryStarts, keyStarts] = [sides.queries.starts, sides.keys.starts];
    const patterns = patternStarts(queryStarts, keyStarts);
    for (let head = 0; head < nHeads; head++) {
      const id =
        block.tower === undefined
          ? { layer: block.layer, head }
          : { tower: block.tower, layer: block.layer, head };
      const inWork = this.#begin(id, dHead, keyHeads[head] ?? head, valueNorms !== undefined);
      const isKept = this.#isKept(id);
      const write = (file: CaptureFile, numbers: Float32Array, at: number): void => {
        if (isKept) this.#files.write(inWork.paths[file], numbers, at);
      };
      batch.forEach((sequence, row) => {
        const [firstQuery, firstKey] = [queryStarts[sequence]!, keyStarts[sequence]!];
        const length = queryStarts[sequence + 1]! - firstQuery;
        const width = keyStarts[sequence + 1]! - firstKey;
        if (!fits(sides.queries, length, nQueries) || !fits(sides.keys, width, nKeys))
          throw mismatch(id, [length, width], [nQueries, nKeys]);
        const group = row * nHeads + head;
        const queries = rowsOf(q.data, group * nQueries, length, dHead);
        const keys = rowsOf(k.data, group * nKeys, width, dHead);
        const pattern = patternOf(weights.data, group * nQueries * nKeys, [length, width], nKeys);
        expectFinite(id, block, { queries, keys, weights: pattern });
        write("q", queries, firstQuery * dHead);
        write("k", keys, firstKey * dHead);
        write("weights", pattern, patterns[sequence]!);
        if (valueNorms && inWork.hasValueNorms) {
          const norms = rowsOf(valueNorms.data, group * nKeys, width, 1);
          expectFinite(id, block, { values: norms });
          write("valueNorms", norms, firstKey);
        }
        inWork.isCausal &&= sides.queries === sides.keys && isLowerTriangle(pattern, length);
      });
    }
  }

  /** All heads that came, in that order, whether they are kept or not. */
  seen(): Pick<CapturedHead, "id" | "isCausal">[] {
    return [...this.#heads.values()].map(({ id, isCausal }) => ({ id, isCausal }));
  }

  /** All heads that are kept, in the order in which they first came; when everything is written. */
  async heads(): Promise<CapturedHead[]> {
    this.close();
    const heads: CapturedHead[] = [];
    for (const { id, dHead, isCausal, keyHead, hasValueNorms } of this.#heads.values()) {
      if (!this.#isKept(id)) continue;
      const checksums = await checksumsOf(this.#folder, id, hasValueNorms);
      heads.push({ id, dHead, isCausal, keyHead, checksums });
    }
    return heads;
  }

  close(): void {
    this.#files.close();
  }

  #begin(id: HeadId, dHead: number, keyHead: number, hasValueNorms: boolean): HeadInWork {
    const name = formatHead(id);
    const known = this.#heads.get(name);
    if (known) return known;
    const files = captureFiles(id);
    const path = (file: CaptureFile): string => join(this.#folder, files[file]);
    const paths = {
      q: path("q"),
      k: path("k"),
      weights: path("weights"),
      valueNorms: path("valueNorms"),
    };
    const head = { id, dHead, keyHead, hasValueNorms, paths, isCausal: true };
    this.#heads.set(name, head);
    return head;
  }
}

function rowsOf(data: ArrayLike<number>, firstRow: number, nRows: number, width: number): Float32Array {
  return (data as Float32Array).subarray(firstRow * width, (firstRow + nRows) * width);
}

function patternOf(
  data: ArrayLike<number>,
  at: number,
  [length, width]: readonly [number, number],
  nKeys: number,
): Float32Array {
  const pattern = new Float32Array(length * width);
  for (let row = 0; row < length; row++) {
    pattern.set((data as Float32Array).subarray(at + row * nKeys, at + row * nKeys + width), row * width);
  }
  return pattern;
}

function isLowerTriangle(pattern: Float32Array, length: number): boolean {
  for (let row = 0; row < length; row++) {
    for (let column = row + 1; column < length; column++)
      if (pattern[row * length + column] !== 0) return false;
  }
  return true;
}

function expectFinite(
  id: HeadId,
  { precision }: KeptBlock["block"],
  arrays: Readonly<Partial<Record<NotFinite["part"], Float32Array>>>,
): void {
  for (const [part, array] of Object.entries(arrays)) {
    const at = indexOfNotFinite(array);
    if (at < 0) continue;
    const found = { part: part as NotFinite["part"], value: String(array[at]) };
    throw new ModelError(notFiniteProblem(found, formatHead(id), precision));
  }
}

/** Texts and recordings are padded; a picture has as many tokens in every layer. */
function fits({ kind }: EncodedDataset, length: number, nSeen: number): boolean {
  return kind === "images" ? length === nSeen : length <= nSeen;
}

type Size = readonly [nQueries: number, nKeys: number];

function mismatch(id: HeadId, expected: Size, received: Size): ModelError {
  return new ModelError({
    what: "the attention has another size than the sequence",
    where: formatHead(id),
    expected: `${counted(expected[0], "query", "queries")} and ${counted(expected[1], "key")}`,
    received: `${received[0]} and ${received[1]}`,
    cure: "Attention over windows, or over keys that stand for several tokens, cannot be drawn on one map yet.",
  });
}
