import { useId, useState, type ReactNode } from "react";
import { SIDES, type Side } from "../../compare/compare-address.ts";
import { completions, type ListedAtlas } from "../../compare/head-name.ts";

type Names = Readonly<Record<Side, string>>;

interface NamesFormProps {
  readonly atlases: readonly ListedAtlas[];
  /** What is compared now. */
  readonly names: Names;
  readonly onOpen: (names: Names) => void;
}

const LABELS = { a: "Compare", b: "with" } as const;
/** Longer lists are no help. */
const MOST_OFFERED = 40;

/** Two fields for names of heads, with what they can be completed to. */
export function NamesForm({ atlases, names, onOpen }: NamesFormProps): ReactNode {
  const [typed, setTyped] = useState(names);
  const id = useId();
  return (
    <form
      className="compare-names"
      onSubmit={(event) => {
        event.preventDefault();
        onOpen(typed);
      }}
    >
      {SIDES.map((side) => (
        <label key={side} className="field">
          <span>{LABELS[side]}</span>
          <input
            type="text"
            name={side}
            value={typed[side]}
            list={`${id}-${side}`}
            placeholder="model/dataset/L0H0"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            required
            onChange={({ target }) => setTyped({ ...typed, [side]: target.value })}
          />
          <datalist id={`${id}-${side}`}>
            {completions(typed[side], atlases, MOST_OFFERED).map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      ))}
      <button type="submit" className="plain">
        Show
      </button>
      <button type="button" className="plain" onClick={() => onOpen({ a: names.b, b: names.a })}>
        Swap
      </button>
    </form>
  );
}
