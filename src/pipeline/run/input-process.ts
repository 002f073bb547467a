/** Opens a model and its input and runs the model (stages 2 to 4). `GuardedInput` starts this file in its own process. */
import type { HeadId } from "#atlas/head/head-id.ts";
import { DigestIndex } from "../cache/digest-index.ts";
import type { Digests } from "../cache/digest-index.ts";
import { numbersWithoutModel, reportNumbers } from "../circuits/report-numbers.ts";
import { captureLayers, joinLayers, type LayerReport } from "../capture/capture-layers.ts";
import { captureSomeVectors, joinVectors } from "../capture/vector-layers.ts";
import { captureVectors } from "../capture/capture-vectors.ts";
import { capture, type CaptureReport, type ReportedNumbers } from "../capture/capture.ts";
import { findHeads } from "../capture/find-heads.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import { serveCalls } from "../guard/serve-calls.ts";
import type { Tell } from "../guard/step-board.ts";
import type { EncodedSequence } from "../inputs/encoded-dataset.ts";
import type { Streams } from "../inputs/model-input.ts";
import { openInput } from "../inputs/open-input.ts";
import { openRun } from "../vectors/open-run.ts";
import type { VectorRun } from "../vectors/vector-run.ts";

/** A sequence, by its stream and its index there. */
export interface SequencePlace {
  readonly stream: string;
  readonly index: number;
}

export interface LayersAsked {
  /** An empty folder. */
  readonly folder: string;
  readonly layers: readonly string[];
  readonly hasNumbers: boolean;
}

export interface LayersCaptured {
  readonly layers: readonly LayerReport[];
  readonly numbers?: ReportedNumbers;
}

/** The calls that the process serves; `open` comes first. */
// A type, not an interface: only a type is assignable to a record.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
export type InputCalls = {
  readonly open: {
    readonly asks: {
      readonly atlas: AtlasConfig;
      readonly model: ResolvedModel;
      /** The index that remembers the contents of files. */
      readonly workFolder: string;
      /** If false, every file is read again. */
      readonly isTrusting: boolean;
    };
    /** Without the functions that read pictures and sound. */
    readonly gives: Streams;
  };
  /** A run on one sequence, before the run over the whole dataset. */
  readonly heads: { readonly asks: null; readonly gives: readonly HeadId[] };
  readonly capture: { readonly asks: { readonly folder: string }; readonly gives: CaptureReport };
  /** The same for some layers; `hasNumbers` asks for what is reported of the whole model, too. */
  readonly captureLayers: { readonly asks: LayersAsked; readonly gives: LayersCaptured };
  /** The report of the whole, of the reports of all layers. */
  readonly joinLayers: { readonly asks: readonly LayerReport[]; readonly gives: CaptureReport };
  readonly picture: { readonly asks: SequencePlace; readonly gives: Uint8Array };
};

/** A model that runs over its input, or what was captured elsewhere. */
interface Opened {
  readonly streams: Streams;
  readonly heads: (tell: Tell) => Promise<readonly HeadId[]>;
  readonly capture: (folder: string, options: CaptureSayings) => Promise<CaptureReport>;
  readonly captureLayers: (asked: LayersAsked, options: CaptureSayings) => Promise<LayersCaptured>;
  readonly joinLayers: (layers: readonly LayerReport[]) => Promise<CaptureReport>;
}

interface CaptureSayings {
  readonly tell: Tell;
  readonly onBatch: (nDone: number) => void;
}

let opened: Opened | undefined;

function input(): Opened {
  if (opened === undefined) throw new Error("Nothing was opened.");
  return opened;
}

serveCalls<InputCalls>({
  open: async ({ atlas, model, workFolder, isTrusting }, { tell }) => {
    const digests = await DigestIndex.open(workFolder, { isTrusting });
    opened = await (model.isVectors
      ? openVectors(atlas, model, tell)
      : openOnnx(atlas, model, { digests, tell }));
    await digests.save();
    return withoutReaders(opened.streams);
  },
  heads: (_, { tell }) => input().heads(tell),
  capture: ({ folder }, { tell, progress }) => input().capture(folder, { tell, onBatch: progress }),
  captureLayers: (asked, { tell, progress }) => input().captureLayers(asked, { tell, onBatch: progress }),
  joinLayers: (layers) => input().joinLayers(layers),
  picture: async ({ stream, index }) => {
    const picture = await input().streams.get(stream)?.sequences[index]?.picture?.();
    if (picture === undefined) throw new Error(`There is no picture ${index} in the stream "${stream}".`);
    return picture;
  },
});

async function openOnnx(
  atlas: AtlasConfig,
  resolved: ResolvedModel,
  options: { readonly digests: Digests; readonly tell: Tell },
): Promise<Opened> {
  const { model, streams } = await openInput(atlas, resolved, options);
  return {
    streams,
    heads: (tell) => findHeads(model, streams, tell),
    capture: async (folder, more) => {
      try {
        const report = await capture(model, streams, folder, { modelFolder: resolved.folder, ...more });
        return {
          ...report,
          numbers: await reportNumbers({ model, streams, resolved, report, tell: more.tell }),
        };
      } finally {
        // Pictures may still be needed, but they need no model.
        await model.release();
      }
    },
    captureLayers: async ({ folder, layers, hasNumbers }, more) => {
      try {
        const asked = { layers, seesAll: hasNumbers };
        const report = await captureLayers(model, streams, folder, asked, more);
        if (!hasNumbers) return { layers: report.layers };
        const numbers = await reportNumbers({ model, streams, resolved, report, tell: more.tell });
        return { layers: report.layers, numbers };
      } finally {
        await model.release();
      }
    },
    joinLayers: async (layers) => {
      try {
        return await joinLayers(model, layers, resolved.folder);
      } finally {
        await model.release();
      }
    },
  };
}

async function openVectors(atlas: AtlasConfig, resolved: ResolvedModel, tell: Tell): Promise<Opened> {
  const { run, dataset, chosen } = await openRun(atlas, resolved, tell);
  return {
    streams: new Map([["", dataset]]),
    heads: () => Promise.resolve(headsOfRun(run).map(({ id }) => id)),
    capture: async (folder, options) => {
      try {
        const report = await captureVectors({ run, dataset, chosen }, folder, options);
        return { ...report, numbers: numbersWithoutModel(report.heads) };
      } finally {
        run.close();
      }
    },
    captureLayers: async ({ folder, layers, hasNumbers }, options) => {
      try {
        const captured = await captureSomeVectors({ run, dataset, chosen }, folder, layers, options);
        return { layers: captured, ...(hasNumbers ? { numbers: numbersWithoutModel(headsOfRun(run)) } : {}) };
      } finally {
        run.close();
      }
    },
    joinLayers: (layers) => {
      run.close();
      return Promise.resolve(joinVectors(run, layers));
    },
  };
}

function headsOfRun({ layers }: VectorRun): { readonly id: HeadId }[] {
  return layers.flatMap(({ nHeads }, layer) =>
    Array.from({ length: nHeads }, (_, head) => ({ id: { layer, head } })),
  );
}

/** Removes functions, which cannot be sent between processes. */
function withoutReaders(streams: Streams): Streams {
  return new Map(
    [...streams].map(([name, stream]) => [
      name,
      { ...stream, sequences: stream.sequences.map(withoutReader) },
    ]),
  );
}

function withoutReader(sequence: EncodedSequence): EncodedSequence {
  const { ids, typeIds, tokens, isSpecial, labels, tokenLabels } = sequence;
  return { ids, typeIds, tokens, isSpecial, labels, tokenLabels };
}
