import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type ReactNode,
} from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Tiles } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import type { Found } from "#drawing/search/found.ts";
import { termColors } from "#drawing/search/term-colors.ts";
import type { AtlasData } from "../data/atlas-data.ts";
import { useColoring } from "../data/use-coloring.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { drawPoints } from "./draw-points.ts";
import { placeCard } from "./place-card.ts";
import type { PointedHead } from "./use-pointed-head.ts";

interface HeadCardProps {
  readonly manifest: Manifest;
  readonly pointed: PointedHead;
  readonly data: AtlasData;
  readonly projection: Projection;
  readonly tiles: Tiles;
  readonly methodName: string;
  readonly mode: ColorMode;
  readonly tokens: TokenTable | null;
  readonly found: Found | null;
  /** Address of the patches' sprite sheet. */
  readonly patchSheet: string;
  readonly isSafe: boolean;
}

/** Delay before files are requested, so that a passing pointer loads nothing. */
const REST_MS = 120;
const PICTURE_PX = 264;

/** The head under the pointer, enlarged, with its numbers. */
export function HeadCard(props: HeadCardProps): ReactNode {
  const { pointed, methodName } = props;
  const { link, name, isTouched } = pointed;
  const card = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<CSSProperties>({ visibility: "hidden" });
  useLayoutEffect(() => {
    const follow = (): void => {
      if (!card.current) return;
      const { left, top } = placeCard(link.getBoundingClientRect(), card.current.getBoundingClientRect());
      setPlace({ "--left": `${left}px`, "--top": `${top}px` } as CSSProperties);
    };
    follow();
    window.addEventListener("scroll", follow, { capture: true, passive: true });
    window.addEventListener("resize", follow);
    return () => {
      window.removeEventListener("scroll", follow, { capture: true });
      window.removeEventListener("resize", follow);
    };
  }, [link]);
  const { reading = "", numbers = "", trust = "" } = link.dataset;
  const own = pairs(trust).find(([method]) => method === props.projection.method);
  return (
    <div
      ref={card}
      className="head-card"
      style={place}
      data-is-touched={isTouched || undefined}
      aria-hidden={!isTouched}
    >
      {props.tiles === "pattern" ? (
        <div className="enlarged is-pattern" style={placeOf(link)} />
      ) : (
        <HeadPicture {...props} />
      )}
      <div className="said">
        <p className="head-name">{name}</p>
        <p>{reading}</p>
        <dl>
          {pairs(numbers).map(([what, value]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
          {own && (
            <div>
              <dt>{methodName} map: most attended key is among the 3 nearest</dt>
              <dd>{own[1]}</dd>
            </div>
          )}
          {link.dataset["share"] !== undefined && (
            <div>
              <dt>
                {props.found?.pair
                  ? "Weight from the one to the other"
                  : "Found among the neighbors of found tokens"}
              </dt>
              <dd>
                {link.dataset["share"]} ({props.found?.pair ? "uniform" : "chance"} {link.dataset["byChance"]}
                )
              </dd>
            </div>
          )}
        </dl>
        {isTouched && (
          <a className="plain" href={link.href}>
            Open {name}
          </a>
        )}
      </div>
    </div>
  );
}

/** Shows the thumbnail at once, and then the map itself, sharp and in the colors of the page, when its file is loaded. */
function HeadPicture(props: HeadCardProps): ReactNode {
  const { manifest, pointed, data, projection, mode, tokens, found, isSafe } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const isResting = useRest();
  const id = useMemo(() => parseHead(pointed.name) ?? { layer: 0, head: 0 }, [pointed.name]);
  const name = projectionName(projection);
  // Without tokens nothing is drawn: towers that read tokens of their own have none in common.
  const wanted = isResting && tokens !== null ? name : null;
  const coordinates = useLoaded(wanted, () => data.coordinates(id, projection));
  const points = useLoaded(mode.needs === "points" ? wanted : null, () => data.points(id));
  const coloring = useColoring({
    mode,
    manifest,
    table: tokens,
    points: points.value,
    projection: name,
    sheet: props.patchSheet,
    selected: null,
    attended: null,
    isSafe,
  });
  const isReady =
    tokens !== null && coordinates.key === name && (mode.needs !== "points" || points.value !== null);
  useEffect(() => {
    if (!isReady || canvas.current === null || coordinates.value === null) return;
    const { x, y } = coordinates.value;
    const scale = PICTURE_PX / 2 - PICTURE_PX / 24;
    const middle = PICTURE_PX / 2;
    const terms = termColors(found);
    drawPoints(canvas.current, PICTURE_PX, {
      nTokens: tokens.nTokens,
      place: (point) => [middle + (x[point] ?? 0) * scale, middle - (y[point] ?? 0) * scale],
      color: (token, role) => {
        const term = found?.termOf[token] ?? -1;
        if (found && term < 0) return null;
        return terms?.[term] ?? coloring.color(token, role);
      },
      radiusPx: Math.min(3.2, Math.max(1.3, 90 / Math.sqrt(tokens.nTokens * 2))),
    });
  }, [isReady, coordinates.value, tokens, found, coloring]);
  return (
    <div className="enlarged" data-is-ready={isReady || undefined} style={placeOf(pointed.link)}>
      <canvas ref={canvas} width={PICTURE_PX} height={PICTURE_PX} />
    </div>
  );
}

/** Where the head's pictures lie in their sheets. */
function placeOf(link: HTMLAnchorElement): CSSProperties {
  const own = getComputedStyle(link);
  const [place, size, averages] = ["--place", "--size", "--averages"].map((name) =>
    own.getPropertyValue(name),
  );
  return { "--place": place, "--size": size, "--averages": averages } as CSSProperties;
}

function useRest(): boolean {
  const [isResting, setResting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setResting(true), REST_MS);
    return () => clearTimeout(timer);
  }, []);
  return isResting;
}

/** `Spread: 0.42 (chance 1.00)|Itself: 0.10 (chance 0.02)` → its names and values. */
function pairs(text: string): [string, string][] {
  return text
    .split("|")
    .filter((part) => part !== "")
    .map((part) => [part.slice(0, part.indexOf(": ")), part.slice(part.indexOf(": ") + 2)]);
}
