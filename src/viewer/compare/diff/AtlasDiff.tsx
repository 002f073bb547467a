import { useMemo, useState, type ReactNode } from "react";
import { atlasFolder, matrixPath } from "#atlas/address.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { BY_PATTERN, type DiffView } from "../../../compare/compare-address.ts";
import { diffedWords, type DiffReading } from "../../../compare/compare-words.ts";
import {
  measureChanges,
  PatternDiff,
  rankChanges,
  sampledDistances,
  shapeProblem,
  type DiffedAtlas,
  type HeadChange,
} from "../../../compare/diff-atlases.ts";
import type { ListedAtlas } from "../../../compare/head-name.ts";
import { AtlasData } from "../../data/atlas-data.ts";
import { useLoaded } from "../../data/use-loaded.ts";
import { TilesButtons } from "../../matrix/TilesButtons.tsx";
import { DiffTable } from "./DiffTable.tsx";
import { openManifest, openNumbers, openShared, type Numbers } from "../side/open-side.ts";
import { usePatternDistances } from "./use-pattern-distances.ts";

interface AtlasDiffProps {
  readonly base: string;
  readonly a: ListedAtlas;
  readonly b: ListedAtlas;
  readonly view: DiffView;
  readonly onView: (view: DiffView) => void;
}

/** Patterns of more heads are read only for who asks for them: even a sample is many bytes. */
const MOST_READ_AT_ONCE = 24;

/** All heads of two atlases, those that changed most first. This component is loaded where no heads are named. */
export function AtlasDiff({ base, a, b, view, onView }: AtlasDiffProps): ReactNode {
  const opened = useLoaded("atlases", () => Promise.all([openSide(base, a), openSide(base, b)]));
  if (opened.error)
    return (
      <p className="compare-problem" role="alert">
        {opened.error.message}
      </p>
    );
  if (opened.value === null) return <div className="compare-wait" aria-busy="true" />;
  const [first, second] = opened.value;
  const problem = shapeProblem(first.manifest, second.manifest);
  if (problem !== null)
    return (
      <p className="compare-problem" role="status">
        {problem}
      </p>
    );
  return <Ranking base={base} a={a} b={b} first={first} second={second} view={view} onView={onView} />;
}

interface OpenedAtlas {
  readonly manifest: Manifest;
  readonly numbers: Numbers;
}

async function openSide(base: string, atlas: ListedAtlas): Promise<OpenedAtlas> {
  const manifest = await openManifest(base, atlas);
  return { manifest, numbers: await openNumbers(base, atlas, manifest) };
}

interface RankingProps extends AtlasDiffProps {
  readonly first: OpenedAtlas;
  readonly second: OpenedAtlas;
}

function Ranking({ base, a, b, first, second, view, onView }: RankingProps): ReactNode {
  const [own, other] = useMemo(
    () => [diffedFrom(base, first), diffedFrom(base, second)],
    [base, first, second],
  );
  const measured = useMemo(() => measureChanges(own, other), [own, other]);
  const [wanted, setWanted] = useState<DiffReading>(measured.length <= MOST_READ_AT_ONCE ? "sample" : "none");
  const diff = useMemo(() => new PatternDiff(own, other), [own, other]);
  const { known, towers, reading, isAll, error } = usePatternDistances({
    diff,
    heads: measured,
    towers: own.manifest.towers.map(({ name }) => name),
    wanted,
    sample: async (tower) => {
      const shared = await Promise.all([a, b].map((atlas) => openShared(base, atlas, tower)));
      return sampledDistances(own.manifest, tower, shared[0] ?? null, shared[1] ?? null);
    },
  });
  const { by } = view;
  const hasPatterns = [own, other].every(({ manifest }) => manifest.sheet.average === true);
  const isWaiting = wanted === "all" && reading === "sample" && error === null;
  const changes = measured.map((change): HeadChange => ({
    ...change,
    distance: known.get(change.head) ?? null,
  }));
  const measures = useMemo(() => measuresIn(measured), [measured]);
  const isMeasure = measures.some(({ id }) => id === by);
  const ranked = rankChanges(changes, isMeasure ? by : BY_PATTERN);
  return (
    <section className="compare-diff" aria-labelledby="compare-diff" data-known={known.size}>
      <h2 id="compare-diff">
        From <a href={matrixPath(base, a)}>{first.manifest.model.name}</a> to{" "}
        <a href={matrixPath(base, b)}>{second.manifest.model.name}</a>
      </h2>
      <p className="soft" role="status">
        {diffedWords({
          towers,
          nKnown: known.size,
          nHeads: measured.length,
          reading: wanted === "none" ? wanted : reading,
          isAll,
          isPicture: own.manifest.dataset.kind === "images",
        })}
      </p>
      {error && (
        <p className="compare-problem" role="alert">
          {error.message}
        </p>
      )}
      {!isMeasure && by !== BY_PATTERN && (
        <p className="compare-problem" role="status">
          {`“by=${by}” means nothing here, so heads are ranked by their patterns.`}
        </p>
      )}
      <div className="toolbar" role="group" aria-label="Ranking">
        <label className="field">
          <span>Rank by</span>
          <select
            value={isMeasure ? by : BY_PATTERN}
            onChange={({ target }) => onView({ ...view, by: target.value })}
          >
            <option value={BY_PATTERN}>Distance of patterns</option>
            {measures.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {hasPatterns && (
          <TilesButtons pressed={view.tiles} onChange={(tiles) => onView({ ...view, tiles })} />
        )}
        {wanted === "none" && (
          <button type="button" className="plain" onClick={() => setWanted("sample")}>
            Read the patterns of all {measured.length.toLocaleString("en")} heads
          </button>
        )}
        {reading === "sample" && !isAll && (
          <button type="button" className="plain" disabled={isWaiting} onClick={() => setWanted("all")}>
            {isWaiting ? "Reading every row …" : "Compare every row"}
          </button>
        )}
      </div>
      <DiffTable
        base={base}
        changes={ranked}
        by={isMeasure ? by : BY_PATTERN}
        tiles={hasPatterns ? view.tiles : "map"}
        atlases={[
          { folder: atlasFolder(a), id: a, manifest: first.manifest },
          { folder: atlasFolder(b), id: b, manifest: second.manifest },
        ]}
      />
    </section>
  );
}

function diffedFrom(base: string, { manifest, numbers }: OpenedAtlas): DiffedAtlas {
  // Each tower reads tokens of its own.
  const readers = new Map(manifest.towers.map(({ name }) => [name, new AtlasData(base, manifest, name)]));
  const readerOf = (tower: string | undefined): AtlasData =>
    readers.get(tower) ?? new AtlasData(base, manifest, tower);
  return {
    manifest,
    numbers,
    tokens: (tower) => readerOf(tower).tokens(),
    attention: (head) => readerOf(head.tower).attention(head),
  };
}

/** All measures that some head has, in the order of the catalog as far as heads agree. */
function measuresIn(changes: readonly HeadChange[]): { id: string; title: string }[] {
  const all = new Map(
    changes.flatMap(({ measures }) => measures.map(({ measure }) => [measure.id, measure.title] as const)),
  );
  return [...all].map(([id, title]) => ({ id, title })).sort((x, y) => (x.title < y.title ? -1 : 1));
}
