import { useState, type ReactNode } from "react";
import { embedPath } from "#atlas/address.ts";
import { embedCode } from "#atlas/embed/embed-code.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { methodTitle } from "#atlas/method.ts";
import { formatView } from "#atlas/view/view-address.ts";
import { UIS, type Ui } from "../embed/ui.ts";
import { readAddress } from "../link/copied-link.ts";
import { CopyButton } from "./CopyButton.tsx";
import type { ShareProps } from "./share-props.ts";

const UI_TITLES: Readonly<Record<Ui, string>> = {
  none: "Map alone",
  minimal: "Map and legend",
  full: "With tools",
};
const THEMES = ["auto", "light", "dark"] as const;
const THEME_TITLES = { auto: "As the reader's system", light: "Light", dark: "Dark" } as const;
const HEIGHTS = [320, 480, 640] as const;

/** The code that shows this view in another page. */
export default function EmbedSection({ viewer, page, map }: ShareProps): ReactNode {
  const { base, manifest, head } = viewer;
  const [ui, setUi] = useState<Ui>("minimal");
  const [theme, setTheme] = useState<(typeof THEMES)[number]>("auto");
  const [height, setHeight] = useState<(typeof HEIGHTS)[number]>(480);
  const { method, dim, color, currents } = map.view;
  const view = {
    ...page.state.view,
    method,
    dim,
    color,
    currents,
    selected: page.files.selected,
    tour: null,
  };
  const src = new URL(embedPath(base, atlasOf(manifest), page.files.id), readAddress());
  src.search = formatView(view, manifest, ["method", "color", "currents"]);
  if (ui !== "minimal") src.search += `&ui=${ui}`;
  if (theme !== "auto") src.search += `&theme=${theme}`;
  const title = `${methodTitle(manifest, method)} map of ${manifest.model.name} ${head}`;
  const code = embedCode({ src: src.href, title, height });
  return (
    <>
      <p className="share-lead">
        For an article, a blog or a course. Readers can point at tokens, zoom, and open this page in the same
        view.
      </p>
      {src.protocol === "file:" && (
        <p>
          This copy does not know where its site is published, so that the frame shows a file of this disk:
          other readers need the address of the site in its place.
        </p>
      )}
      <Choice label="Around the map" all={UIS} value={ui} titles={UI_TITLES} onChange={setUi} />
      <Choice label="Theme" all={THEMES} value={theme} titles={THEME_TITLES} onChange={setTheme} />
      <Choice label="Height in pixels" all={HEIGHTS} value={height} onChange={setHeight} />
      {/* It scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0} aria-label="HTML">
        {code}
      </pre>
      <p className="actions">
        <CopyButton label="Copy HTML" text={code} />
        <a href={src.href} target="_blank" rel="noopener">
          Look at it
        </a>
      </p>
    </>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly all: readonly T[];
  readonly value: T;
  readonly titles?: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string | number>({
  label,
  all,
  value,
  titles,
  onChange,
}: ChoiceProps<T>): ReactNode {
  return (
    <div className="share-choice">
      <span>{label}</span>
      <div className="segments" role="group" aria-label={label}>
        {all.map((each) => (
          <button key={each} type="button" aria-pressed={each === value} onClick={() => onChange(each)}>
            {titles?.[each] ?? each}
          </button>
        ))}
      </div>
    </div>
  );
}
