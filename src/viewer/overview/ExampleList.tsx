import { useMemo, type ReactNode } from "react";
import type { Attention } from "#atlas/files/attention.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { positionOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";
import type { Action } from "../state/view-state.ts";
import { PatchArcs } from "./PatchArcs.tsx";
import { SentenceArcs } from "./SentenceArcs.tsx";
import { findExamples, type Example } from "./find-examples.ts";

interface ExampleListProps {
  readonly manifest: Manifest;
  readonly table: TokenTable;
  readonly attention: Attention;
  /** The metric by which examples are found; null for the largest weights. */
  readonly measure: string | null;
  readonly count: number;
  /** Address of the patches' sprite sheet. */
  readonly sheet: string;
  readonly dispatch: (action: Action) => void;
}

/** The sequences in which the head does most of what it is known for, each a button that selects the query that does it most. */
export function ExampleList(props: ExampleListProps): ReactNode {
  const { manifest, table, attention, measure, count, sheet, dispatch } = props;
  const { patches, causal } = manifest;
  const { found, isByMeasure } = useMemo(
    () => findExamples({ table, attention, measure, isCausal: causal, grid: patches }, count),
    [table, attention, measure, causal, patches, count],
  );
  const point = (example: Example | null): void =>
    dispatch({ type: "hoverPanel", point: example && queryOf(example), partner: example && keyOf(example) });
  const nameOf = (token: number): string =>
    patches ? tokenName(table, token) : `“${tokenName(table, token)}”`;
  if (found.length === 0) return <p className="soft">No query of this dataset has a choice.</p>;
  return (
    <ol>
      {found.map((example) => {
        const { sequence, query, key, weight, mean } = example;
        const said = `${nameOf(query)} to ${nameOf(key)} ${weight.toFixed(2)}`;
        const share = `${Math.round(mean * 100)} %`;
        const where = `${patches ? "picture" : "sequence"} ${sequence}`;
        const whole = isByMeasure
          ? `${share} of the attention in this ${patches ? "picture" : "sequence"}`
          : where;
        return (
          <li key={sequence}>
            <button
              type="button"
              onClick={() => dispatch({ type: "set", change: { selected: queryOf(example) } })}
              onPointerEnter={(event) => event.pointerType !== "touch" && point(example)}
              onPointerLeave={() => point(null)}
              onFocus={(event) => event.target.matches(":focus-visible") && point(example)}
              onBlur={() => point(null)}
            >
              <span className="visually-hidden">
                {`${where}, position ${positionOf(table, query)}: ${nameOf(query)} attends to ${nameOf(key)}, ${weight.toFixed(2)}. ${whole}`}
              </span>
              <span className="drawn-example" aria-hidden="true">
                {patches ? (
                  <PatchArcs
                    table={table}
                    attention={attention}
                    patches={patches}
                    sheet={sheet}
                    example={example}
                  />
                ) : (
                  <SentenceArcs table={table} attention={attention} example={example} />
                )}
                <small>
                  <span>{said}</span> {isByMeasure && <span>{share} here</span>}
                </small>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function queryOf({ query }: Example): SelectedPoint {
  return { role: "query", token: query };
}

function keyOf({ key }: Example): SelectedPoint {
  return { role: "key", token: key };
}
