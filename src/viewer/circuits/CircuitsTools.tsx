import type { ReactNode } from "react";
import { MOST_LINKS, type CircuitsView } from "#atlas/circuits/circuits-view.ts";
import { CIRCUIT_WORDS } from "#atlas/circuits/kinds.ts";
import { CIRCUIT_KINDS, type CircuitsFile } from "#atlas/files/circuits.ts";
import "../panels/toolbar.css";

interface CircuitsToolsProps {
  readonly file: CircuitsFile;
  readonly view: CircuitsView;
  readonly onChange: (part: Partial<CircuitsView>) => void;
}

/** Which links are drawn. */
export function CircuitsTools({ file, view, onChange }: CircuitsToolsProps): ReactNode {
  const kinds = CIRCUIT_KINDS.filter((kind) => file.kinds[kind] !== undefined);
  const most = Math.min(MOST_LINKS, Math.max(1, file.kinds[view.kind]?.nAbove ?? 1));
  return (
    <div className="toolbar needs-script" role="group" aria-label="Links">
      <label className="field">
        <span>Show</span>
        <select
          value={view.kind}
          onChange={({ target }) => {
            const kind = kinds.find((one) => one === target.value);
            if (kind) onChange({ kind });
          }}
        >
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {CIRCUIT_WORDS[kind].title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>of</span>
        <select
          value={view.head ?? ""}
          onChange={({ target }) => onChange({ head: target.value === "" ? null : target.value })}
        >
          <option value="">all heads</option>
          {file.heads.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Strongest {Math.min(view.links, most)}</span>
        <input
          type="range"
          min="1"
          max={most}
          value={Math.min(view.links, most)}
          onChange={({ target }) => onChange({ links: Number(target.value) })}
        />
      </label>
    </div>
  );
}
