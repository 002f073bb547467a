/** A claim about heads: a sentence, the condition that makes it true, and who said it first. Written in `content/claims`. */
import { doiAddress } from "#atlas/citation/doi.ts";

export interface Claim {
  /** `tiny-gpt/l3h0-copies`: the name of its file, and its own in it. */
  readonly id: string;
  /** The sentence, without numbers. */
  readonly says: string;
  readonly about: Subject;
  readonly heads: HeadSet;
  /** How many of the heads must meet the condition. */
  readonly need: Need;
  readonly check: Condition;
  readonly source?: ClaimSource;
  /** What the source measured, and where the threshold comes from. */
  readonly note?: string;
}

/** The atlases that a claim is about. */
export interface Subject {
  /** A model of this project, by the name of its file. */
  readonly model?: string;
  /** Published weights, by their names on the hub, lower-case: every model that is read from one of them. */
  readonly weights?: readonly string[];
  /** Name of a dataset; all datasets of the model if absent. */
  readonly dataset?: string;
}

/** A selection such as `L3H0, L4H*`, `all`, or the heads at one end of a measure. */
export type HeadSet = string | ExtremeHeads;

export interface ExtremeHeads {
  readonly highest?: number;
  readonly lowest?: number;
  /** Id of a measure. */
  readonly of: string;
  /** A selection; all heads if absent. */
  readonly among?: string;
}

/** Every head, at least so many, or at least such a share of them. */
export type Need = "every" | { readonly heads: number } | { readonly share: number };

/** What a number must be; all that is given must hold. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  /** At least so much more than by chance. */
  readonly overChance?: number;
  /** At least so many times the value by chance. */
  readonly timesChance?: number;
  /** Among so many with the highest numbers, equal ones included. */
  readonly rank?: number;
  /** Among so many with the lowest. */
  readonly rankFromLowest?: number;
  /** Among the highest numbers that make up this share of all. */
  readonly topShare?: number;
}

export const KINDS_OF_COMPOSITION = ["K", "Q", "V"] as const;
export type KindOfComposition = (typeof KINDS_OF_COMPOSITION)[number];

/** One quantity with its bounds, or several conditions that must hold together. */
export type Condition =
  | ({ readonly kind: "measure"; readonly measure: string; readonly take: "each" | "mean" } & Bounds)
  | ({ readonly kind: "correlation"; readonly of: string; readonly with: string } & Bounds)
  | ({
      readonly kind: "composition";
      readonly composition: KindOfComposition;
      readonly from: string;
    } & Bounds)
  | { readonly kind: "opening"; readonly color: string }
  | { readonly kind: "unmeasured"; readonly why: string }
  | { readonly kind: "all"; readonly parts: readonly Condition[] };

export interface ClaimSource {
  /** `Olsson et al. 2022, In-context learning and induction heads` */
  readonly title: string;
  readonly doi?: string;
  /** `2209.11895` */
  readonly arxiv?: string;
  readonly url?: string;
}

/** One file of `content/claims`. */
export interface ClaimFile {
  /** Name of the file without its ending. */
  readonly name: string;
  readonly title: string;
  /** Markdown is not read: plain text. */
  readonly about?: string;
  readonly claims: readonly Claim[];
  /** Whether it came with Headland, and is not of the project itself. */
  readonly isBrought: boolean;
}

/** Where the source can be read; undefined if it names no place. */
export function sourceAddress({ doi, arxiv, url }: ClaimSource): string | undefined {
  if (doi !== undefined) return doiAddress(doi);
  if (arxiv !== undefined) return `https://arxiv.org/abs/${arxiv}`;
  return url;
}
