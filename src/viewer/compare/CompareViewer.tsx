import { Suspense, use, type ComponentProps, type ReactNode } from "react";
import { atlasFolder } from "#atlas/address.ts";
import {
  formatDiff,
  namesIn,
  parseDiff,
  SIDES,
  type DiffView,
  type Side,
} from "../../compare/compare-address.ts";
import {
  formatName,
  isProblem,
  readName,
  type ListedAtlas,
  type NamedHead,
  type NameProblem,
} from "../../compare/head-name.ts";
import { partOnce } from "../data/part-once.ts";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import type { AtlasDiff } from "./diff/AtlasDiff.tsx";
import { NamesForm } from "./NamesForm.tsx";
import { OpenedPair } from "./OpenedPair.tsx";
import { useQuery, type OpenedQuery } from "./use-query.ts";
import "../head/head.css";
import "../panels/toolbar.css";
import "./compare.css";

interface CompareProps {
  readonly base: string;
  /** All atlases of the site that have maps. */
  readonly atlases: readonly ListedAtlas[];
}

/** The island of the page of comparisons: what its address names, side by side. */
export default function CompareViewer({ base, atlases }: CompareProps): ReactNode {
  const { opened, goTo } = useQuery();
  const names = namesIn(opened?.search ?? "");
  const a = names.a === "" ? null : readName(names.a, atlases);
  const b = names.b === "" ? null : readName(names.b, atlases, a && !isProblem(a) ? a.atlas : null);
  const pair = a && b && !isProblem(a) && !isProblem(b) ? { a, b } : null;
  const problems = SIDES.flatMap((side) => {
    const read = side === "a" ? a : b;
    return read && isProblem(read) ? [{ side, ...read }] : [];
  });
  /** @param view Further words of the address, each with its `&`. */
  const open = (to: Readonly<Record<Side, string>>, view = ""): void => {
    const params = new URLSearchParams({ a: to.a, b: to.b });
    goTo(`?${String(params).replaceAll("%2F", "/")}${view}`);
  };
  const shown = shownNames(names, a, b);
  return (
    <div className="compare">
      <NamesForm key={`${names.a} ${names.b}`} atlases={atlases} names={shown} onOpen={open} />
      {problems.map(({ side, said, meant }) => (
        <p key={side} className="compare-problem" role="status">
          {said}
          {meant !== undefined && (
            <>
              {" "}
              Did you mean{" "}
              <button type="button" className="link" onClick={() => open({ ...names, [side]: meant })}>
                {meant}
              </button>
              ?
            </>
          )}
        </p>
      ))}
      {opened && pair && (
        <ErrorBoundary what="The comparison" resetKey={`${formatName(pair.a)} ${formatName(pair.b)}`}>
          <Pair base={base} pair={pair} opened={opened} onView={(view) => open(shown, formatDiff(view))} />
        </ErrorBoundary>
      )}
      {opened && pair === null && problems.length === 0 && <Examples atlases={atlases} onOpen={open} />}
    </div>
  );
}

const atlasDiff = partOnce("The ranking", () => import("./diff/AtlasDiff.tsx"));

function LoadedDiff(props: ComponentProps<typeof AtlasDiff>): ReactNode {
  const { AtlasDiff: Diff } = use(atlasDiff());
  return <Diff {...props} />;
}

type Pairing = Readonly<Record<Side, NamedHead>>;

function Pair({
  base,
  pair,
  opened,
  onView,
}: {
  readonly base: string;
  readonly pair: Pairing;
  readonly opened: OpenedQuery;
  readonly onView: (view: DiffView) => void;
}): ReactNode {
  const { a, b } = pair;
  if (a.head && b.head)
    return (
      <OpenedPair
        key={`${formatName(a)} ${formatName(b)}`}
        base={base}
        a={{ atlas: a.atlas, id: a.head }}
        b={{ atlas: b.atlas, id: b.head }}
        opened={opened}
      />
    );
  if (!a.head && !b.head)
    return (
      <Suspense fallback={<div className="compare-wait" aria-busy="true" />}>
        <LoadedDiff
          key={`${formatName(a)} ${formatName(b)}`}
          base={base}
          a={a.atlas}
          b={b.atlas}
          view={parseDiff(opened.search)}
          onView={onView}
        />
      </Suspense>
    );
  const [named, other] = a.head ? [a, b] : [b, a];
  return (
    <p className="compare-problem" role="status">
      {`${formatName(named)} is one head, ${formatName(other)} are all heads of an atlas: name a head on both sides.`}
    </p>
  );
}

function shownNames(
  names: Readonly<Record<Side, string>>,
  a: NamedHead | NameProblem | null,
  b: NamedHead | NameProblem | null,
): Readonly<Record<Side, string>> {
  return {
    a: a && !isProblem(a) ? formatName(a) : names.a,
    b: b && !isProblem(b) ? formatName(b) : names.b,
  };
}

/** Where to begin: pairs of the site's own. */
function Examples({
  atlases,
  onOpen,
}: {
  readonly atlases: readonly ListedAtlas[];
  readonly onOpen: (names: Readonly<Record<Side, string>>) => void;
}): ReactNode {
  const pairs = examplePairs(atlases);
  if (pairs.length === 0) return <p>This site has no heads yet.</p>;
  return (
    <>
      <h2>For instance</h2>
      <ul className="compare-examples">
        {pairs.map(({ a, b, what }) => (
          <li key={`${a} ${b}`}>
            <button type="button" className="link" onClick={() => onOpen({ a, b })}>
              {what}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function examplePairs(atlases: readonly ListedAtlas[]): { a: string; b: string; what: string }[] {
  const [first] = atlases;
  if (first === undefined) return [];
  const other = atlases.find(({ model, dataset }) => model !== first.model && dataset === first.dataset);
  const pairs = [{ ...headPair(first), what: `Two heads of ${first.modelName} on ${first.datasetName}` }];
  if (other)
    pairs.push({
      a: `${atlasFolder(first)}/L0H0`,
      b: `${atlasFolder(other)}/L0H0`,
      what: `The first head of ${first.modelName} and of ${other.modelName}, on ${first.datasetName}`,
    });
  const stages = stagesOf(atlases);
  if (stages)
    pairs.push({
      a: atlasFolder(stages[0]),
      b: atlasFolder(stages[1]),
      what: `All heads of ${stages[0].modelName} and ${stages[1].modelName}, those that changed most first`,
    });
  return pairs.filter(({ a, b }) => [a, b].every((name) => !isProblem(readName(name, atlases))));
}

/** Two atlases of the same shape and dataset whose models are named alike: checkpoints, or one model in two precisions. */
function stagesOf(atlases: readonly ListedAtlas[]): readonly [ListedAtlas, ListedAtlas] | undefined {
  for (const last of atlases) {
    const before = atlases.filter(
      (each) =>
        each.model.startsWith(`${last.model}-`) &&
        each.dataset === last.dataset &&
        JSON.stringify(each.towers) === JSON.stringify(last.towers),
    );
    const stage = before[Math.floor(before.length / 2)];
    if (stage) return [stage, last];
  }
  return undefined;
}

function headPair(atlas: ListedAtlas): { a: string; b: string } {
  const folder = atlasFolder(atlas);
  return { a: `${folder}/L0H0`, b: `${folder}/L0H1` };
}
