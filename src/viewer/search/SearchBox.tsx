import type { KeyboardEvent, ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { Icon } from "../panels/Icon.tsx";
import type { IconName } from "../panels/icons.ts";
import type { Search } from "./use-search.ts";
import { writtenName } from "./written-name.ts";
import "./search-box.css";

/** The matches of a search, without its errors, which the page shows elsewhere. */
type Matches = Omit<Search, "error" | "retry">;

interface SearchBoxProps {
  readonly manifest: Manifest;
  readonly text: string;
  readonly search: Matches;
  /** What the step buttons go to: the next match, or the next head. */
  readonly stepTo?: "match" | "head";
  readonly inputRef: Ref<HTMLInputElement>;
  readonly onChange: (text: string) => void;
}

/** The search field, the number of matches, and buttons to step through them. */
export function SearchBox(props: SearchBoxProps): ReactNode {
  const { manifest, text, search, stepTo = "match", inputRef, onChange } = props;
  const isText = manifest.dataset.kind === "text";
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // The first Escape clears the field, and so shows the hint again; the next one closes it.
    if (event.key === "Escape" && text === "") event.currentTarget.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    search.step(event.shiftKey ? -1 : 1);
  };
  const hasMatches = (search.matches?.length ?? 0) > 0;
  return (
    <div className="search">
      <label className="field">
        <span className="visually-hidden">Search</span>
        <input
          ref={inputRef}
          type="search"
          value={text}
          placeholder={isText ? "Search a token" : "Search a patch"}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="search-hint"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
      </label>
      <Hint isText={isText} labels={manifest.dataset.labels} problem={problemOf(search)} stepTo={stepTo} />
      <span className="steps">
        <StepButton
          label={`Previous ${stepTo}`}
          icon="left"
          isOff={!hasMatches}
          onClick={() => search.step(-1)}
        />
        <StepButton
          label={`Next ${stepTo}`}
          icon="right"
          isOff={!hasMatches}
          onClick={() => search.step(1)}
        />
      </span>
      <output className="found" aria-live="polite">
        {countOf(search)}
      </output>
    </div>
  );
}

function countOf({ matches, at }: Matches): string {
  if (matches === null) return "";
  const count = matches.length.toLocaleString("en");
  return at < 0 ? `${count} found` : `${(at + 1).toLocaleString("en")} of ${count}`;
}

/** What is wrong with a pattern, in words. */
function problemOf({ found }: Matches): string | null {
  const term = found?.terms.find(({ problem }) => problem !== null);
  return term ? `${term.term.written} ${term.problem ?? ""}.` : null;
}

interface HintProps {
  readonly isText: boolean;
  readonly labels: readonly string[];
  readonly problem: string | null;
  readonly stepTo: string;
}

/** The language of the box in five lines while it is empty, so that no result is covered, or what is wrong with a pattern. */
function Hint({ isText, labels, problem, stepTo }: HintProps): ReactNode {
  const lines = [
    isText ? ["river", "anywhere in a token"] : ["row 3", "anywhere in a patch's name"],
    isText ? ['"the"', "as a whole word"] : ['"row 1"', "not row 10"],
    isText ? ["/^un|ing$/", "a pattern"] : ["/[02]$/", "a pattern"],
    ...labels.slice(0, 2).map((label) => [`${writtenName(label)}:…`, "a label of the dataset"]),
    [isText ? '"he", "she"' : '"row 0", "row 7"', "several, a color each"],
    ...(stepTo === "head" ? [[isText ? "he -> the" : "row 0 -> row 7", "weight from one to the other"]] : []),
  ];
  return (
    <div className="search-hint" id="search-hint">
      {problem !== null && <p role="status">{problem}</p>}
      <dl>
        {lines.map(([example, meaning]) => (
          <div key={example}>
            <dt>{example}</dt>
            <dd>{meaning}</dd>
          </div>
        ))}
        <div className="for-keys">
          <dt>
            <kbd>Enter</kbd>
          </dt>
          <dd>next {stepTo}</dd>
        </div>
      </dl>
    </div>
  );
}

interface StepButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly isOff: boolean;
  readonly onClick: () => void;
}

function StepButton({ label, icon, isOff, onClick }: StepButtonProps): ReactNode {
  return (
    <button type="button" aria-label={label} title={label} disabled={isOff} onClick={onClick}>
      <Icon name={icon} size={14} />
    </button>
  );
}
