/** Stage 4 for some layers of a model: units of a build on many machines each run what they need, and one of them joins the reports. */
import { formatLayer } from "#atlas/files/layer-maps.ts";
import type { Streams } from "../inputs/model-input.ts";
import { firstBlocks, type AttentionModel } from "../onnx/open-model.ts";
import type { ReplayReport } from "../onnx/run/replay-report.ts";
import { reportReplay } from "../onnx/run/replay-report.ts";
import { CaptureWriter, type CapturedHead } from "./capture-writer.ts";
import { reportOf, runInto, type CaptureOptions, type CaptureReport } from "./capture.ts";

/** What a capture knows of one layer. */
export interface LayerReport {
  /** `L3`; with a tower, `encoder-L3`. */
  readonly layer: string;
  readonly heads: readonly CapturedHead[];
  /** As the replay of the whole model reports them. */
  readonly error: number;
  readonly explained: readonly number[];
  readonly notFinite: readonly Omit<ReplayReport["notFinite"][number], "block">[];
  /** Whether each layer that ran together with it could be recomputed. */
  readonly isUnderstood: boolean;
}

export interface LayerCapture {
  readonly layers: readonly LayerReport[];
  /** The heads of all layers that were looked at. */
  readonly heads: readonly Pick<CapturedHead, "id" | "isCausal">[];
}

export interface AskedLayers {
  readonly layers: readonly string[];
  /** Whether the other layers are looked at, too: then all of them run, and nothing of them is kept. */
  readonly seesAll: boolean;
}

/** @param folder As in `capture`, for the layers that are asked for. */
export async function captureLayers(
  model: AttentionModel,
  streams: Streams,
  folder: string,
  { layers, seesAll }: AskedLayers,
  options: Pick<CaptureOptions, "tell" | "onBatch"> = {},
): Promise<LayerCapture> {
  const asked = new Set(layers);
  const isAsked = (layer: Parameters<typeof formatLayer>[0]): boolean => asked.has(formatLayer(layer));
  const writer = new CaptureWriter(folder, streams, isAsked);
  const last = model.blocks.findLastIndex(isAsked);
  const running = seesAll ? model : firstBlocks(model, last + 1);
  try {
    const isWanted = seesAll ? () => true : isAsked;
    const replay = await runInto(writer, { model, streams, running, isWanted }, options);
    const byLayer = Map.groupBy(await writer.heads(), ({ id }) => formatLayer(id));
    return {
      heads: writer.seen(),
      layers: running.blocks.flatMap((block, i): LayerReport[] => {
        const layer = formatLayer(block);
        if (!asked.has(layer)) return [];
        const notFinite = replay.notFinite.flatMap(({ block: at, ...found }) => (at === i ? [found] : []));
        const { isUnderstood, errors, explained } = replay;
        const heads = byLayer.get(layer) ?? [];
        return [{ layer, heads, error: errors[i]!, explained: explained[i]!, notFinite, isUnderstood }];
      }),
    };
  } finally {
    if (running !== model) await running.release();
  }
}

/** The report that a capture of the whole model would have made. @param layers Of all its layers, in any order. */
export function joinLayers(
  model: AttentionModel,
  layers: readonly LayerReport[],
  modelFolder: string | undefined,
): Promise<CaptureReport> {
  const byName = new Map(layers.map((report) => [report.layer, report]));
  const inOrder = model.blocks.map((block) => {
    const found = byName.get(formatLayer(block));
    if (found === undefined) throw new Error(`Nothing was reported of ${formatLayer(block)}.`);
    return found;
  });
  const replay = {
    ...reportReplay(model.blocks, inOrder),
    isUnderstood: inOrder.every(({ isUnderstood }) => isUnderstood),
  };
  const heads = inOrder.flatMap((report) => report.heads);
  return reportOf(model, heads, replay, modelFolder);
}
