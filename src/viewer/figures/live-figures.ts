/** Makes the figures of heads in a guide live: each is drawn from the atlas when it comes into view, and names its points. */
import { atlasFile, atlasFiles, parseAtlasFolder } from "#atlas/address.ts";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { manifestOf, readManifest, type Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { positionOf, type TokenTable } from "#atlas/tokens/tokens.ts";
import { parseView } from "#atlas/view/view-address.ts";
import { findMode } from "#color/modes.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";
import { AtlasData } from "../data/atlas-data.ts";
import { fetchText } from "../data/fetch-text.ts";
import { drawPoints } from "../matrix/draw-points.ts";
import { figurePlace, pointUnder } from "./figure-map.ts";

/** What is drawn in a figure. */
interface FigureData {
  readonly manifest: Manifest;
  readonly table: TokenTable;
  readonly coordinates: MapCoordinates;
  /** Name of a color mode. */
  readonly color: string;
}

const atlases = new Map<string, Promise<{ readonly manifest: Manifest; readonly data: AtlasData }>>();

export function mountFigures(): void {
  const seen = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        seen.unobserve(target);
        // Where the atlas cannot be read, the picture stays; its page says what is wrong.
        mount(target as HTMLElement).catch((error: unknown) => console.warn(error));
      }
    },
    { rootMargin: "200px" },
  );
  for (const figure of document.querySelectorAll<HTMLElement>(".head-figure")) seen.observe(figure);
}

async function mount(figure: HTMLElement): Promise<void> {
  const shown = await load(figure.dataset);
  const canvas = document.createElement("canvas");
  const name = document.createElement("span");
  for (const element of [canvas, name]) element.setAttribute("aria-hidden", "true");
  name.hidden = true;
  const { table, coordinates } = shown;
  let place = draw(figure, canvas, shown);
  figure.append(canvas, name);
  figure.dataset["state"] = "live";
  const again = (): void => {
    if (figure.isConnected) place = draw(figure, canvas, shown);
  };
  new ResizeObserver(again).observe(figure);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  figure.addEventListener("pointermove", ({ clientX, clientY }) => {
    const { left, top } = figure.getBoundingClientRect();
    const point = pointUnder(place, coordinates.n, clientX - left, clientY - top);
    name.hidden = point === null;
    if (point !== null) name.textContent = nameOf(shown.manifest, table, point);
  });
  figure.addEventListener("pointerleave", () => (name.hidden = true));
}

async function load({
  base = "/",
  atlas = "",
  head = "",
  query = "",
  color = "role",
}: DOMStringMap): Promise<FigureData> {
  const id = parseHead(head) ?? { layer: 0, head: 0 };
  const known = atlases.get(`${atlas} ${id.tower ?? ""}`) ?? open(base, atlas, id.tower);
  atlases.set(`${atlas} ${id.tower ?? ""}`, known);
  const { manifest, data } = await known;
  const { method } = parseView(query, manifest);
  // A figure is flat, unless the atlas has no flat maps.
  const dim = manifest.dims.includes(2) ? 2 : 3;
  const [table, coordinates] = await Promise.all([data.tokens(), data.coordinates(id, { method, dim })]);
  return { manifest, table, coordinates, color };
}

async function open(
  base: string,
  folder: string,
  tower: string | undefined,
): Promise<{ manifest: Manifest; data: AtlasData }> {
  const file = atlasFiles.manifest;
  const text = await fetchText(atlasFile(base, parseAtlasFolder(folder), file), file);
  const whole = readManifest(JSON.parse(text));
  return { manifest: manifestOf(whole, tower), data: new AtlasData(base, whole, tower) };
}

/** @returns The position of each point. */
function draw(
  figure: HTMLElement,
  canvas: HTMLCanvasElement,
  { manifest, table, coordinates, color }: FigureData,
): (point: number) => readonly [x: number, y: number] {
  const sizePx = figure.clientWidth;
  const style = getComputedStyle(figure);
  const roles = { query: style.getPropertyValue("--query"), key: style.getPropertyValue("--key") };
  const mode = findMode(manifest, table, color);
  // In colors that need further files, a figure shows only queries and keys.
  const painted =
    mode.name === "role" || mode.needs !== undefined
      ? null
      : mode.paint({
          manifest,
          tokens: table,
          norms: null,
          distortion: null,
          patchColors: null,
          attention: null,
          isSafe: false,
        });
  const place = figurePlace(coordinates, sizePx);
  drawPoints(canvas, sizePx, {
    nTokens: table.nTokens,
    place,
    color: (token, role) => painted?.color(token, role) ?? roles[role],
    radiusPx: Math.max(0.9, sizePx / 150),
  });
  return place;
}

/** `“river” as a query`, `row 3, column 4 as a key` */
function nameOf({ patches }: Manifest, table: TokenTable, point: number): string {
  const token = point % table.nTokens;
  const role = point < table.nTokens ? "query" : "key";
  const place = patches === null ? 0 : positionOf(table, token) - patches.nSpecial;
  const name =
    patches === null || place < 0
      ? `“${tokenName(table, token)}”`
      : `row ${Math.floor(place / patches.columns)}, column ${place % patches.columns}`;
  return `${name} as a ${role}`;
}
