import { useCallback, useMemo, useState, type ReactNode } from "react";
import { atlasFile, atlasFiles, headPath, type AtlasId } from "#atlas/address.ts";
import { chosenLinks } from "#atlas/circuits/chosen-links.ts";
import {
  firstCircuits,
  formatCircuits,
  parseCircuits,
  type CircuitsView,
} from "#atlas/circuits/circuits-view.ts";
import { CIRCUIT_WORDS } from "#atlas/circuits/kinds.ts";
import { decodeCircuits, type CircuitsFile } from "#atlas/files/circuits.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { readJson } from "#atlas/open-atlas.ts";
import { asLoadError, fetchText } from "../data/fetch-text.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { CircuitsFigure } from "./CircuitsFigure.tsx";
import { CircuitsTable } from "./CircuitsTable.tsx";
import { CircuitsTools } from "./CircuitsTools.tsx";
import { kindNote, linksTitle } from "./circuits-words.ts";
import { layoutCircuits } from "./layout-circuits.ts";
import { useCircuitsAddress } from "./use-circuits-address.ts";
import "./circuits.css";

interface CircuitsViewerProps {
  readonly base: string;
  readonly atlas: AtlasId;
  /** With the links that the page shows at first; the others are fetched. */
  readonly opening: CircuitsFile;
  /** What heads do, by their names. */
  readonly words: Readonly<Record<string, string>>;
}

/** Layers as rows, heads as boxes, and links above chance between them. It can be read before any script runs. */
export default function CircuitsViewer({ base, atlas, opening, words }: CircuitsViewerProps): ReactNode {
  const [isAwake, setIsAwake] = useState(false);
  const loaded = useLoaded(isAwake ? "circuits" : null, () =>
    readJson(
      (file) => fetchText(atlasFile(base, atlas, file), file),
      atlasFiles.circuits,
      decodeCircuits,
    ).catch(asLoadError),
  );
  const file = loaded.value ?? opening;
  const [view, setView] = useState<CircuitsView>(() => firstCircuits(opening));
  const restore = useCallback(
    (search: string) => {
      setIsAwake(true);
      setView(parseCircuits(search, opening));
    },
    [opening],
  );
  useCircuitsAddress(isAwake ? formatCircuits(view, opening) : null, restore);
  const said = useMemo(() => new Map(Object.entries(words)), [words]);
  const links = useMemo(() => chosenLinks(file, view), [file, view]);
  const about = file.kinds[view.kind];
  const layout = useMemo(() => layoutCircuits(file.heads, links, about), [file, links, about]);
  const pathOf = (name: string): string => {
    const id = parseHead(name);
    return id ? headPath(base, atlas, id) : "";
  };
  const title = linksTitle(view, links.length);
  return (
    <div
      className="circuits"
      data-is-loading={(isAwake && loaded.value === null && !loaded.error) || undefined}
    >
      <CircuitsTools file={file} view={view} onChange={(part) => setView((old) => ({ ...old, ...part }))} />
      <p>
        The later head {CIRCUIT_WORDS[view.kind].says}{" "}
        {about && <span className="soft">{kindNote(about)}</span>}
      </p>
      {loaded.error && (
        <p role="alert">
          {loaded.error.message}{" "}
          <button type="button" className="plain" onClick={loaded.retry}>
            Try again
          </button>
        </p>
      )}
      <CircuitsFigure layout={layout} label={title} words={said} pathOf={pathOf} />
      {layout.nLeftOut > 0 && (
        <p className="soft">
          {layout.nLeftOut.toLocaleString("en")} heads without any of these links are not drawn.
        </p>
      )}
      {links.length === 0 && <p role="status">{title}.</p>}
      {links.length > 0 && (
        <CircuitsTable
          heads={file.heads}
          links={links}
          caption={title}
          baseline={about?.baseline ?? 0}
          words={said}
          pathOf={pathOf}
        />
      )}
    </div>
  );
}
