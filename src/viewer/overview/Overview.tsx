import type { CSSProperties, ReactNode } from "react";
import { atlasFile, atlasFolder, headFiles } from "#atlas/address.ts";
import type { Attention } from "#atlas/files/attention.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { spanOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { Action } from "../state/view-state.ts";
import { TrustBars } from "./TrustBars.tsx";
import { useExamples, type LoadedExamples } from "./use-examples.ts";
import type { OverviewWords } from "./words.ts";
import "./overview.css";

interface OverviewProps {
  readonly base: string;
  readonly manifest: Manifest;
  /** `L3H5`. */
  readonly head: string;
  readonly words: OverviewWords;
  /** Null until it is loaded. */
  readonly table: TokenTable | null;
  /** The map that is shown, e.g. `umap2`. */
  readonly projection: string;
  /** Whether the map is shown. */
  readonly isReady: boolean;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly isDark: boolean;
  readonly loadAttention: () => Promise<Attention>;
  readonly dispatch: (action: Action) => void;
}

const N_EXAMPLES = 3;

/** The panel while no point is selected: what the head does in words, as a mean pattern and in examples, and whether to trust its map. */
export function Overview(props: OverviewProps): ReactNode {
  const { manifest, words, table, projection, isReady, loadAttention } = props;
  // Another checkpoint has a head of the same name.
  const head = `${atlasFolder(atlasOf(manifest))}/${props.head}`;
  const examples = useExamples({ head, table, isReady, loadAttention });
  const trust = words.trust[projection];
  return (
    <section className="overview" aria-label="This head">
      {words.reading !== "" && <p className="reading">{words.reading}</p>}
      <AveragePattern {...props} examples={examples} />
      <ExampleBox {...props} examples={examples} />
      {trust && <TrustBars trust={trust} />}
      <p className="how-to-read">
        {words.points} <span>{words.next}</span>
      </p>
    </section>
  );
}

type PartProps = OverviewProps & { readonly examples: LoadedExamples };

/** The mean of all patterns as a picture. Older atlases have no file of it; it is then drawn from the weights. */
function AveragePattern(props: PartProps): ReactNode {
  const { base, manifest, head, table, isDark, examples, dispatch } = props;
  const file = headFiles.average(parseHead(head) ?? { layer: 0, head: 0 });
  const { loaded } = examples;
  const units = manifest.patches === null ? "sequences" : "pictures";
  const open = (): void => {
    if (table === null) return;
    const token = spanOf(table, 0, "query").start;
    dispatch({ type: "set", change: { selected: { role: "query", token }, panel: "average" } });
  };
  return (
    <figure className="average">
      <button type="button" onClick={open}>
        <span className="visually-hidden">
          Average pattern: rows are queries, columns are keys. Open the figure
        </span>
        <span className="axis-key" aria-hidden="true">
          key
        </span>
        <span className="axis-query" aria-hidden="true">
          query
        </span>
        {manifest.sheet.average === true ? (
          <img src={atlasFile(base, atlasOf(manifest), file)} alt="" width="280" height="280" />
        ) : (
          <span className="drawn">
            {table && loaded && (
              <loaded.part.AverageCells
                table={table}
                attention={loaded.attention}
                manifest={manifest}
                isDark={isDark}
              />
            )}
          </span>
        )}
      </button>
      <figcaption>Mean over all {units}, position by position</figcaption>
    </figure>
  );
}

/** It has its size from the start, so that nothing moves when the examples come. */
function ExampleBox(props: PartProps): ReactNode {
  const { manifest, table, words, sheet, examples, dispatch } = props;
  const { loaded, isAsking, ask, error, retry } = examples;
  const count = Math.min(N_EXAMPLES, manifest.dataset.nSequences);
  return (
    <div
      className={manifest.patches === null ? "examples" : "examples are-pictures"}
      style={{ "--count": count } as CSSProperties}
    >
      <div>
        <h2>{words.measure === null ? "Where it is surest" : "Where it does so most"}</h2>
        {error ? (
          <p role="alert">
            {error.message}{" "}
            <button type="button" className="plain" onClick={retry}>
              Try again
            </button>
          </p>
        ) : table && loaded ? (
          <loaded.part.ExampleList
            manifest={manifest}
            table={table}
            attention={loaded.attention}
            measure={words.measure}
            count={count}
            sheet={sheet}
            dispatch={dispatch}
          />
        ) : isAsking ? (
          <button type="button" className="plain" onClick={ask}>
            Find examples
          </button>
        ) : null}
      </div>
    </div>
  );
}
