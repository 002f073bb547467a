/** Opens a model and its input and runs the model (stages 2 to 4). `GuardedInput` starts this file in its own process. */
import type { HeadId } from "#atlas/head/head-id.ts";
import { DigestIndex } from "../cache/digest-index.ts";
import { capture, type CaptureReport } from "../capture/capture.ts";
import { findHeads } from "../capture/find-heads.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import type { ResolvedModel } from "../config/resolve-model.ts";
import { serveCalls } from "../guard/serve-calls.ts";
import type { EncodedSequence } from "../inputs/encoded-dataset.ts";
import { openInput, type OpenedInput } from "../inputs/open-input.ts";
import type { Streams } from "../inputs/model-input.ts";

/** A sequence, by its stream and its index there. */
export interface SequencePlace {
  readonly stream: string;
  readonly index: number;
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
  readonly picture: { readonly asks: SequencePlace; readonly gives: Uint8Array };
};

let opened: (OpenedInput & { readonly modelFolder: string }) | undefined;

function input(): NonNullable<typeof opened> {
  if (opened === undefined) throw new Error("Nothing was opened.");
  return opened;
}

serveCalls<InputCalls>({
  open: async ({ atlas, model, workFolder, isTrusting }, { tell }) => {
    const digests = await DigestIndex.open(workFolder, { isTrusting });
    opened = { ...(await openInput(atlas, model, { digests, tell })), modelFolder: model.folder };
    await digests.save();
    return withoutReaders(opened.streams);
  },
  heads: (_, { tell }) => findHeads(input().model, input().streams, tell),
  capture: async ({ folder }, { tell, progress }) => {
    const { model, streams, modelFolder } = input();
    try {
      return await capture(model, streams, folder, { modelFolder, tell, onBatch: progress });
    } finally {
      // Pictures may still be needed, but they need no model.
      await model.release();
    }
  },
  picture: async ({ stream, index }) => {
    const picture = await input().streams.get(stream)?.sequences[index]?.picture?.();
    if (picture === undefined) throw new Error(`There is no picture ${index} in the stream "${stream}".`);
    return picture;
  },
});

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
