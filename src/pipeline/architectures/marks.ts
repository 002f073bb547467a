/** Where a graph of ours has its attention, and where it can be cut: nothing has to be searched for. */
import type { Value } from "../graph/graph.ts";

/** The tensors of one layer's attention. */
export interface MarkedAttention {
  /** Of models with several towers: encoder, decoder, cross, text, vision. */
  readonly tower?: string;
  readonly kind: "self" | "cross";
  /** From 0 within its tower. */
  readonly layer: number;
  readonly nHeads: number;
  /** [batch, nHeads, queries, dHead], as the queries enter the product. */
  readonly q: string;
  /** [batch, nHeads, keys, dHead]; keys that heads share are repeated. */
  readonly k: string;
  readonly v: string;
  /** [batch, nHeads, queries, keys], as it leaves the softmax. */
  readonly pattern: string;
  /** [batch, queries, nHeads × dHead]: what the output projection takes. */
  readonly mixed: string;
  /** Number of cuts in front of it. */
  readonly nCutsBefore: number;
}

export class Marks {
  readonly attention: MarkedAttention[] = [];
  /** Values on which alone everything behind them depends, besides the inputs and other cuts, in order of computation. */
  readonly cuts: Value[] = [];

  /** Whatever comes later is computed from the graph's inputs and from cuts: a large model can be run in parts. */
  cut(value: Value): void {
    if (!this.cuts.some(({ name }) => name === value.name)) this.cuts.push(value);
  }

  addAttention(attention: Omit<MarkedAttention, "nCutsBefore">): void {
    this.attention.push({ ...attention, nCutsBefore: this.cuts.length });
  }
}
