import { useEffect, useState } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";

const load = () =>
  loadPart("The examples", async () => {
    const [{ ExampleList }, { AverageCells }] = await Promise.all([
      import("./ExampleList.tsx"),
      import("./AverageCells.tsx"),
    ]);
    return { ExampleList, AverageCells };
  });

/** More weights than this are fetched only if the reader asks for them: about four megabytes. */
const MANY_WEIGHTS = 3_000_000;
/** The map comes first: its page is idle by then. */
const WAIT_MS = 500;

interface ExamplesInput {
  /** Tells heads of all atlases apart. */
  readonly head: string;
  readonly table: TokenTable | null;
  /** Whether the map is shown. */
  readonly isReady: boolean;
  readonly loadAttention: () => Promise<Attention>;
}

export interface LoadedExamples {
  /** The component that shows them, and the weights of this head; null until both are there. */
  readonly loaded: { readonly part: Awaited<ReturnType<typeof load>>; readonly attention: Attention } | null;
  /** Whether the reader has to ask for them, because the file is large. */
  readonly isAsking: boolean;
  readonly ask: () => void;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Loads what examples are made of, once the map is shown. */
export function useExamples({ head, table, isReady, loadAttention }: ExamplesInput): LoadedExamples {
  const [isIdle, setIdle] = useState(false);
  const [isAsked, setAsked] = useState(false);
  useEffect(() => {
    if (!isReady || isIdle) return;
    const timer = setTimeout(() => setIdle(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isReady, isIdle]);
  const isLarge = table !== null && countWeights(table) > MANY_WEIGHTS;
  const isWanted = isIdle && table !== null && (!isLarge || isAsked);
  const { value, key, error, retry } = useLoaded(isWanted ? head : null, async () => {
    const [part, attention] = await Promise.all([load(), loadAttention()]);
    return { part, attention };
  });
  // Examples of another head would be wrong, not just out of date.
  return {
    loaded: key === head ? value : null,
    isAsking: isLarge && !isAsked,
    ask: () => setAsked(true),
    error,
    retry,
  };
}

function countWeights(table: TokenTable): number {
  let count = 0;
  for (let s = 0; s < table.nSequences; s++) count += spanOf(table, s, "query").n * spanOf(table, s, "key").n;
  return count;
}
