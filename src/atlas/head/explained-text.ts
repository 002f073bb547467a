/** The colors that sort a head's maps as one text, as short as a page can carry it: each page of a head has it for every map. */
import type { ExplainedShare, HeadNumbers } from "./head-numbers.ts";

type Explained = NonNullable<HeadNumbers["explained"]>;
/** Color and share; a third entry says that the color is partial. */
type Row = readonly [color: string, share: number, isPartial?: 1];

export function writeExplained(explained: Explained): string {
  const rows = (shares: readonly ExplainedShare[]): Row[] =>
    shares.map(({ color, share, isPartial }) => (isPartial ? [color, share, 1] : [color, share]));
  return JSON.stringify(
    Object.fromEntries(Object.entries(explained).map(([map, shares]) => [map, rows(shares)])),
  );
}

/** @param text As `writeExplained` writes it. */
export function readExplained(text: string): Explained {
  const maps = Object.entries(JSON.parse(text) as Record<string, readonly Row[]>);
  return Object.fromEntries(
    maps.map(([map, rows]) => [
      map,
      rows.map(([color, share, isPartial]): ExplainedShare =>
        isPartial ? { color, share, isPartial: true } : { color, share },
      ),
    ]),
  );
}
