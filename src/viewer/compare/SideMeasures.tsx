import type { ReactNode } from "react";
import { atlasFolder } from "#atlas/address.ts";
import { formatHead } from "#atlas/head/head-id.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { openNumbers } from "./side/open-side.ts";
import type { ComparedHead } from "./side/use-side.ts";

interface SideMeasuresProps {
  readonly base: string;
  readonly a: ComparedHead;
  readonly b: ComparedHead;
  /** Of the two heads. */
  readonly names: readonly [a: string, b: string];
}

/** The maps are drawn first, and on a slow line nothing else is asked for until then. */
const WAIT_MS = 600;

/** The measures of both heads. What they need is read once the maps are shown, and read once for two heads of one atlas. */
export function SideMeasures({ base, a, b, names }: SideMeasuresProps): ReactNode {
  const loaded = useLoaded("measures", async () => {
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
    const own = openNumbers(base, a.atlas, a.manifest);
    const other =
      atlasFolder(a.atlas) === atlasFolder(b.atlas) ? own : openNumbers(base, b.atlas, b.manifest);
    const part = loadPart("The table of measures", () => import("./MeasureTable.tsx"));
    const [ofA, ofB, { MeasureTable }] = await Promise.all([own, other, part]);
    return {
      MeasureTable,
      a: ofA?.get(formatHead(a.id)),
      b: ofB?.get(formatHead(b.id)),
      among: [...(ofA?.values() ?? []), ...(ofB?.values() ?? [])],
    };
  });
  if (loaded.error)
    return (
      <p className="compare-problem" role="alert">
        {loaded.error.message}{" "}
        <button type="button" className="link" onClick={loaded.retry}>
          Try again
        </button>
      </p>
    );
  if (loaded.value === null) return null;
  const { MeasureTable, a: own, b: other, among } = loaded.value;
  if (own === undefined || other === undefined)
    return <p className="compare-problem">There are no numbers of both heads: build their atlases again.</p>;
  return <MeasureTable names={names} a={own} b={other} among={among} />;
}
