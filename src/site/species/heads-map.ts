/** The map of all heads of this site: a dot for each, near others that do the same. */
import { readKernels } from "headland:kernels";
import { headPath } from "../../atlas/address.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { parseHead } from "../../atlas/head/head-id.ts";
import { layOutHeads, type HeadLayout } from "../../relations/head-layout.ts";
import { fieldGuide } from "./field-guide.ts";
import { LEAST_OF_MEMBERS, type FieldGuide } from "./sort-heads.ts";

/** A head as it is drawn. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  readonly path: string;
  /** `L3H0 of Tiny GPT on Stories: First token 72 %, Induction 16 %` */
  readonly words: string;
  /** Numbers of its colors; null where it has none. */
  readonly model: number | null;
  /** 0 … `DEPTHS` − 1, from the first layer to the last. */
  readonly depth: number;
  readonly species: number | null;
}

export interface HeadsMap extends Pick<HeadLayout, "method" | "kept" | "chance"> {
  readonly dots: readonly Dot[];
  readonly width: number;
  readonly height: number;
  /** By number of color. */
  readonly models: readonly string[];
  readonly species: readonly string[];
}

/** As many as have a color of their own: more could not be told apart. */
export const N_COLORS = 10;
export const DEPTHS = 6;
/** The longer side of the drawing. */
const SIDE = 1000;
const MARGIN = 24;
/** With more heads, the words of every dot would be most of the page. */
const MOST_WITH_WORDS = 3000;

let known: { readonly guide: FieldGuide; readonly base: string; readonly map: Promise<HeadsMap> } | undefined;

/** Laid out once for its page and its card. */
export function headsMap(base: string): Promise<HeadsMap> {
  const guide = fieldGuide();
  if (known?.guide !== guide || known.base !== base) known = { guide, base, map: laidOut(guide, base) };
  return known.map;
}

async function laidOut(guide: FieldGuide, base: string): Promise<HeadsMap> {
  const { n, nFeatures, values } = guide.features;
  const points = Float32Array.from(values, (value) => (Number.isNaN(value) ? 0 : value));
  const layout = await layOutHeads(points, n, nFeatures, await readKernels());
  const reach = [0, 1].map((axis) =>
    layout.places.reduce((most, x, at) => (at % 2 === axis ? Math.max(most, Math.abs(x)) : most), 0.1),
  );
  const [width, height] = reach.map((half) => Math.round(half * (SIDE - 2 * MARGIN)) + 2 * MARGIN);
  const models = [...new Set(guide.heads.map(({ manifest }) => manifest.model.name))].slice(0, N_COLORS);
  const species = guide.species.slice(0, N_COLORS).map(({ name }) => name);
  const dots = guide.heads.flatMap(({ manifest, numbers }, head): Dot[] => {
    const id = parseHead(numbers.head);
    if (id === undefined) return [];
    const [main] = guide.ofHead[head]!;
    const at = (axis: number, side: number, sign: number): number =>
      Math.round(side / 2 + ((sign * layout.places[head * 2 + axis]!) / 2) * (SIDE - 2 * MARGIN));
    return [
      {
        x: at(0, width!, 1),
        y: at(1, height!, -1),
        path: headPath(base, atlasOf(manifest), id),
        words: wordsOf(guide, head),
        model: colorOf(models, manifest.model.name),
        depth: depthOf(manifest, id.tower, id.layer),
        species: main && main.amount >= LEAST_OF_MEMBERS ? colorOf(species, main.species.name) : null,
      },
    ];
  });
  return { ...layout, dots, width: width!, height: height!, models, species };
}

function colorOf(names: readonly string[], name: string): number | null {
  const at = names.indexOf(name);
  return at < 0 ? null : at;
}

function depthOf({ towers }: Manifest, tower: string | undefined, layer: number): number {
  const nLayers = towers.find(({ name }) => name === tower)?.heads.length ?? 1;
  return Math.min(DEPTHS - 1, Math.floor((layer / Math.max(1, nLayers - 1)) * DEPTHS));
}

function wordsOf({ heads, ofHead }: FieldGuide, head: number): string {
  const { manifest, numbers } = heads[head]!;
  const name = `${numbers.head} of ${manifest.model.name} on ${manifest.dataset.name}`;
  if (heads.length > MOST_WITH_WORDS) return name;
  const own = ofHead[head]!.map(({ species, amount }) => `${species.name} ${Math.round(amount * 100)} %`);
  return `${name}: ${own.length === 0 ? "no species" : own.join(", ")}`;
}
