import type { CSSProperties, ReactNode } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { PatchLines } from "../attention/picture/PatchLines.tsx";
import { patchStyle } from "../attention/picture/patch-style.ts";
import type { Example } from "./find-examples.ts";

interface PatchArcsProps {
  readonly table: TokenTable;
  readonly attention: Attention;
  readonly patches: PatchSheet;
  /** Address of the sprite sheet. */
  readonly sheet: string;
  readonly example: Example;
}

const MOST_LINES = 8;
const LEAST = 0.02;

/** A picture with one of its patches framed, and lines from it to the patches that it attends to. */
export function PatchArcs({ table, attention, patches, sheet, example }: PatchArcsProps): ReactNode {
  const { sequence, query, key } = example;
  const { start, n } = spanOf(table, sequence, "query");
  const { rows, columns, nSpecial } = patches;
  const own = Array.from({ length: n }, (_, at) => ({
    query: query - start,
    key: at,
    weight: attention.weight(sequence, query - start, at),
  }))
    .filter(({ weight }) => weight >= LEAST)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_LINES);
  const isMarked = (token: number): string =>
    token === query ? " of-query" : token === key ? " of-key" : "";
  return (
    <span className="mini-picture" style={{ "--columns": columns, "--rows": rows } as CSSProperties}>
      {Array.from({ length: rows * columns }, (_, i) => {
        const token = start + nSpecial + i;
        return (
          <span key={i} className={`cell${isMarked(token)}`} style={patchStyle(patches, sheet, token)} />
        );
      })}
      <PatchLines patches={patches} connections={[]} own={own} isPointed />
    </span>
  );
}
