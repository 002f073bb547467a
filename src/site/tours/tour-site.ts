import type { Attention } from "../../atlas/files/attention.ts";
import type { TokenTable } from "../../atlas/tokens/tokens.ts";
import type { Stage } from "../series/steps.ts";
import type { TourHead } from "./tour-heads.ts";

/** What tours know of a site. */
export interface TourSite {
  /** Heads that read text, and heads that look at pictures; none of checkpoints whose trained model is there. */
  readonly text: readonly TourHead[];
  readonly pictures: readonly TourHead[];
  /** Null where a file is missing or damaged. */
  readonly filesOf: (
    head: TourHead,
  ) => Promise<{ readonly table: TokenTable; readonly attention: Attention } | null>;
  /** The same head on other datasets, and what its page says there. */
  readonly elsewhere: (head: TourHead) => readonly { readonly head: TourHead; readonly reading: string }[];
  /** The stages of its training, in order; only the head itself if there are no others. */
  readonly stagesOf: (head: TourHead) => readonly Stage[];
}
