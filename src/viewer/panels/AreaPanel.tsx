import type { ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { selectedOf } from "#drawing/map/map-scene.ts";
import { countTokens } from "../map/area.ts";
import { CloseButton } from "./CloseButton.tsx";
import { Styles } from "./Styles.tsx";
import styles from "./area.css?inline";
import panelStyles from "./token-panel.css?inline";

interface AreaPanelProps {
  readonly table: TokenTable;
  /** Points inside the outline. */
  readonly points: readonly number[];
  readonly onSelect: (point: SelectedPoint) => void;
  readonly onClose: () => void;
}

const LISTED = 40;

/** Lists the points inside the outline that the reader drew. */
export function AreaPanel({ table, points, onSelect, onClose }: AreaPanelProps): ReactNode {
  const counts = countTokens(table, points);
  const nQueries = points.filter((point) => point < table.nTokens).length;
  return (
    <section className="token-panel" aria-label="Points inside the outline">
      <Styles css={panelStyles + styles} />
      <header>
        <h2>{counted(points.length, "point")} inside</h2>
        <CloseButton label="Remove the outline" onClick={onClose} />
      </header>
      <p className="facts">
        {counted(nQueries, "query", "queries")}, {counted(points.length - nQueries, "key")},{" "}
        {counted(counts.length, "different token")}
      </p>
      {/* A box that scrolls must be reached by keyboard. */}
      <div className="area-scroll" tabIndex={0} role="region" aria-label="Tokens inside">
        <table className="area-table">
          <thead>
            <tr>
              <th scope="col">token</th>
              <th scope="col">queries</th>
              <th scope="col">keys</th>
            </tr>
          </thead>
          <tbody>
            {counts.slice(0, LISTED).map((count) => (
              <tr key={count.text}>
                <th scope="row">
                  <button type="button" onClick={() => onSelect(selectedOf(table, count.point))}>
                    {count.text}
                  </button>
                </th>
                <td>{count.nQueries || ""}</td>
                <td>{count.nKeys || ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {counts.length > LISTED && (
        <p className="facts">and {(counts.length - LISTED).toLocaleString("en")} more</p>
      )}
    </section>
  );
}
