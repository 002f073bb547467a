/** Places heads and the links between them: layers as rows from top to bottom, links from earlier heads to later ones. */
import { formatHead, parseHead, type HeadId } from "#atlas/head/head-id.ts";
import type { CircuitLink, CircuitLinks } from "#atlas/files/circuits.ts";
import { formatLayer } from "#atlas/files/layer-maps.ts";

export interface PlacedHead {
  readonly name: string;
  /** Middle of its box. */
  readonly x: number;
  readonly y: number;
}

export interface PlacedRow {
  /** `L3` */
  readonly name: string;
  readonly y: number;
}

export interface PlacedLink {
  readonly from: string;
  readonly to: string;
  readonly value: number;
  /** 0 … 1: from the threshold to the strongest link of its kind. */
  readonly strength: number;
  readonly path: string;
}

export interface CircuitsLayout {
  readonly width: number;
  readonly height: number;
  readonly box: Box;
  readonly rows: readonly PlacedRow[];
  readonly heads: readonly PlacedHead[];
  readonly links: readonly PlacedLink[];
  /** Heads without a place: there are too many to draw those without a link. */
  readonly nLeftOut: number;
}

/** Of the box of a head. */
interface Box {
  readonly width: number;
  readonly height: number;
}
const BOX: Box = { width: 104, height: 42 };
/** Of few columns, which leave room for more words. */
const WIDE_BOX: Box = { width: 144, height: 42 };
const PITCH = 122;
/** Of few columns, which leave room. */
const WIDE_PITCH = 190;
const MOST_WIDE = 6;
const ROW = 112;
const MARGIN = { left: 52, top: 8, right: 8, bottom: 8 } as const;
/** Up to as many heads are drawn even where they have no link. */
const MOST_UNLINKED = 200;

/** @param names Of all heads, in the order of the atlas. @param links As they are chosen; `about` is of their kind. */
export function layoutCircuits(
  names: readonly string[],
  links: readonly CircuitLink[],
  about: Pick<CircuitLinks, "threshold" | "links"> | undefined,
): CircuitsLayout {
  const linked = new Set(links.flatMap(([from, to]) => [from, to]));
  const drawn = names.length <= MOST_UNLINKED ? [...names.keys()] : [...linked].sort((a, b) => a - b);
  const layers = Map.groupBy(drawn, (place) => layerOf(names[place] ?? ""));
  const columns = Math.max(1, ...[...layers.values()].map(({ length }) => length));
  const [pitch, box] = columns <= MOST_WIDE ? [WIDE_PITCH, WIDE_BOX] : [PITCH, BOX];
  const placed = new Map<number, PlacedHead>();
  const rows = [...layers].map(([name, places], row): PlacedRow => {
    const y = MARGIN.top + row * ROW + BOX.height / 2;
    const indent = ((columns - places.length) * pitch) / 2;
    places.forEach((place, column) => {
      const x = MARGIN.left + indent + column * pitch + box.width / 2;
      placed.set(place, { name: names[place] ?? "", x, y });
    });
    return { name, y };
  });
  const most = about?.links[0]?.[2] ?? 1;
  const least = about?.threshold ?? 0;
  const width = MARGIN.left + (columns - 1) * pitch + box.width + MARGIN.right;
  return {
    width,
    box,
    height: MARGIN.top + Math.max(0, rows.length - 1) * ROW + BOX.height + MARGIN.bottom,
    rows,
    heads: [...placed.values()],
    links: links.flatMap(([from, to, value]): PlacedLink[] => {
      const [start, end] = [placed.get(from), placed.get(to)];
      if (start === undefined || end === undefined) return [];
      const strength = most > least ? Math.min(1, Math.max(0, (value - least) / (most - least))) : 1;
      return [{ from: start.name, to: end.name, value, strength, path: curve(start, end, pitch, width / 2) }];
    }),
    nLeftOut: names.length - drawn.length,
  };
}

/** `L3`; a name that is no head's is its own row. */
function layerOf(name: string): string {
  const id: HeadId | undefined = parseHead(name) ?? undefined;
  return id === undefined || formatHead(id) !== name ? name : formatLayer(id);
}

/** A link over several rows leaves the column that it would follow, or it would look like a chain of links. */
function curve(from: PlacedHead, to: PlacedHead, pitch: number, middle: number): string {
  const [top, bottom] = [from.y + BOX.height / 2, to.y - BOX.height / 2];
  const bend = (bottom - top) / 2;
  const isAlong = to.y - from.y > 1.5 * ROW && Math.abs(to.x - from.x) < pitch / 4;
  // A Bézier curve with both handles this far aside passes the middle between two columns.
  const aside = isAlong ? ((from.x < middle ? 1 : -1) * pitch * 2) / 3 : 0;
  const at = (value: number): string => String(Math.round(value * 10) / 10);
  return `M${at(from.x)} ${at(top)}C${at(from.x + aside)} ${at(top + bend)} ${at(to.x + aside)} ${at(bottom - bend)} ${at(to.x)} ${at(bottom)}`;
}
