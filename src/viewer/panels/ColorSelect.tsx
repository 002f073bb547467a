import type { ReactNode } from "react";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import { AUTO_COLOR } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { percent, shareOf } from "#color/explained-words.ts";

interface ColorSelectProps {
  readonly modes: readonly ColorMode[];
  /** The chosen mode, or `auto`. */
  readonly value: string;
  /** How far colors explain the map that is shown, strongest first; none where that was not measured. */
  readonly shares?: readonly ExplainedShare[];
  /** What is shown where the reader leaves the choice to the page; without it, that is no choice. */
  readonly auto?: string;
  /** Heading above that choice in the open box; the closed box shows only the choice. */
  readonly autoGroup?: string;
  readonly onChange: (name: string) => void;
}

const GROUPS = [
  ["head", "This head"],
  ["token", "Tokens"],
  ["label", "Labels of the dataset"],
] as const;

/** The select box of color modes: those that explain the map, each with its share, or in groups. */
export function ColorSelect({
  modes,
  value,
  shares = [],
  auto,
  autoGroup,
  onChange,
}: ColorSelectProps): ReactNode {
  return (
    <label className="field">
      <span>Color by</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {auto !== undefined && <AutoOption text={auto} group={autoGroup} />}
        {groupsOf(modes, shares).map(([title, own]) => (
          <optgroup key={title} label={title}>
            {own.map((mode) => (
              <option key={mode.name} value={mode.name}>
                {titleWithShare(mode, shares)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function AutoOption({
  text,
  group,
}: {
  readonly text: string;
  readonly group: string | undefined;
}): ReactNode {
  const option = <option value={AUTO_COLOR}>{text}</option>;
  return group === undefined ? option : <optgroup label={group}>{option}</optgroup>;
}

/** `Position · 93 %`. */
export function titleWithShare({ name, title }: ColorMode, shares: readonly ExplainedShare[]): string {
  const share = shareOf(shares, name);
  return share === undefined ? title : `${title} · ${percent(share)}`;
}

function groupsOf(
  modes: readonly ColorMode[],
  shares: readonly ExplainedShare[],
): [title: string, modes: readonly ColorMode[]][] {
  const explaining = shares.flatMap(({ color }) => modes.find(({ name }) => name === color) ?? []);
  const others = modes.filter((mode) => !explaining.includes(mode));
  const groups: [string, readonly ColorMode[]][] =
    explaining.length > 0
      ? [
          ["How far it explains the map", explaining],
          ["Others", others],
        ]
      : GROUPS.map(([group, title]) => [title, modes.filter((mode) => mode.group === group)]);
  return groups.filter(([, own]) => own.length > 0);
}
