/**
 * Damaged files of an atlas through the readers of the page, and what they let through in use: texts, spans, every color
 * mode, weights, search. Only a FormatError may come of it.
 */
import { decodeAttention, encodeAttention, type Attention } from "#atlas/files/attention.ts";
import { decodeCircuits } from "#atlas/files/circuits.ts";
import { FormatError } from "#atlas/files/columns.ts";
import { decodeCoordinates, encodeCoordinates } from "#atlas/files/coordinates.ts";
import { decodeLayerMaps, encodeLayerMaps } from "#atlas/files/layer-maps.ts";
import { decodePoints, encodePoints, type PointNumbers } from "#atlas/files/points.ts";
import { decodeRelations } from "#atlas/files/relations.ts";
import { decodeSharedPatterns, encodeSharedPatterns } from "#atlas/files/shared-patterns.ts";
import { spreadCoordinates, spreadNumbers, storedPoints } from "#atlas/tokens/spread-points.ts";
import {
  decodeTokens,
  encodeTokens,
  hasRole,
  positionOf,
  tokenText,
  type TokenTable,
} from "#atlas/tokens/tokens.ts";
import { colorModes } from "#color/modes.ts";
import { shownAverage } from "#drawing/attention/average.ts";
import { findTokens } from "#drawing/search/find-tokens.ts";
import { attendedTokens, spokenPoint } from "#drawing/tokens/attended.ts";
import { manifestOf, PICTURE, TEXT } from "../../helpers/tiny-tables.ts";
import { damageJson } from "../damage-json.ts";
import type { FuzzReader } from "../reader.ts";

const N = 5;
const ROLES = ["query", "key"] as const;
const SOURCE = {
  tokens: ["[CLS]", "the", "<b>", "[CLS]", "the"],
  starts: Uint32Array.of(0, 3, 5),
  special: Uint8Array.of(1, 0, 0, 1, 0),
  sequenceLabels: new Map([["kind", ["story", ["a", "b"]]]]),
  tokenLabels: new Map([["cover", [0, 51, null, 0, 102]]]),
};

interface Kind {
  readonly name: string;
  readonly file: unknown;
  /** Reads a file of this kind, and uses what it holds. */
  readonly use: (json: unknown) => void;
}

/** Every kind of file that a page fetches, of an atlas in which tokens have both roles and of one in which they have one. */
function kinds(): Kind[] {
  const values = (n: number): Float32Array => Float32Array.from({ length: n }, (_, i) => (i % 7) / 7);
  const whole = encodeTokens(SOURCE);
  const stepped = { per: "token", min: 0, max: 2.5, column: "AAECAwQ=" };
  return [whole, encodeTokens({ ...SOURCE, split: Uint32Array.of(1, 4) })].flatMap((file) => {
    const table = decodeTokens(file);
    const n = storedPoints(table);
    const nWeights = table.split === null ? 9 + 4 : 2 + 1;
    const nKeys = table.split === null ? N : 2;
    const map = { n: N * 2, x: values(N * 2), y: values(N * 2) };
    return [
      {
        name: "tokens",
        file: { ...file, labels: { ...file.labels, stepped } },
        use: (json) => useTable(decodeTokens(json)),
      },
      {
        name: "coordinates",
        file: encodeCoordinates(values(n * 3), 3),
        use: (json) =>
          useNumbers(Object.values(spreadCoordinates(decodeCoordinates(json, n, 3), table)), table),
      },
      {
        name: "layer",
        file: encodeLayerMaps([map, map]),
        use: (json) => decodeLayerMaps(json, N * 2).forEach(({ x, y }) => x.length + y.length),
      },
      {
        name: "relations",
        file: {
          v: 1,
          rows: { used: 3, of: 4 },
          typical: 0.5,
          nearest: { L0H0: [["L0H1", 0.25]], L0H1: [["L0H0", 0.25]] },
        },
        use: (json) => Object.values(decodeRelations(json).nearest).forEach((list) => list.length),
      },
      {
        name: "circuits",
        file: {
          v: 1,
          heads: ["L0H0", "L1H0"],
          unread: {},
          mostApart: null,
          kinds: {
            kComposition: {
              ...{ nPairs: 1, nAbove: 1, median: 0.5, baseline: 0.1, threshold: 0.2 },
              links: [[0, 1, 0.5]],
            },
          },
        },
        use: (json) => Object.values(decodeCircuits(json).kinds).forEach(({ links }) => links.length),
      },
      {
        name: "shared",
        file: encodeSharedPatterns({
          unit: "words",
          isCausal: true,
          nHeads: 2,
          sequences: [{ digest: "ab", nQueries: 3, nKeys: 3, rows: [1, 2] }],
          weights: Uint8Array.from({ length: 2 * N }, (_, i) => i),
        }),
        use: (json) => decodeSharedPatterns(json, () => N).weights.length,
      },
      {
        name: "points",
        file: encodePoints({ norms: values(n), distortion: new Map([["umap2", values(n)]]) }),
        use: (json) => usePoints(spreadNumbers(decodePoints(json, n), table), table),
      },
      {
        name: "attention",
        file: encodeAttention(values(nWeights), values(nKeys)),
        use: (json) => useAttention(decodeAttention(json, table.starts, table.split), table),
      },
    ] satisfies Kind[];
  });
}

function useTable(table: TokenTable): void {
  for (let token = 0; token < table.nTokens; token++) {
    tokenText(table, token).trim();
    positionOf(table, token);
    for (const role of ROLES) spokenPoint(table, { role, token }, null);
  }
  paintAll(table, null);
  for (const search of ["the", "/^t/", "kind:a", "cover:>3", 'stepped:""', "constructor:x"])
    findTokens(table, search);
}

function usePoints(points: PointNumbers, table: TokenTable): void {
  useNumbers([points.norms, ...points.distortion.values()], table);
  paintAll(table, points);
}

function useAttention(attention: Attention, table: TokenTable): void {
  for (let token = 0; token < table.nTokens; token++) {
    for (const role of ROLES.filter((each) => hasRole(table, token, each))) {
      const attended = attendedTokens(table, attention, { role, token });
      useNumbers([Float32Array.from(attended, ({ weight }) => weight)]);
      spokenPoint(table, { role, token }, attended);
    }
  }
  useNumbers([attention.valueNorms ?? new Float32Array()]);
  shownAverage(attention, table, { leftOut: "both", byValue: true }, 48);
}

function paintAll(table: TokenTable, points: PointNumbers | null): void {
  for (const like of [TEXT, PICTURE]) {
    const manifest = {
      ...manifestOf(like),
      dataset: { ...manifestOf(like).dataset, labels: [...table.labels.keys()] },
    };
    const distortion = [...(points?.distortion.values() ?? [])][0] ?? null;
    const loaded = { norms: points?.norms ?? null, distortion, patchColors: null, attention: null };
    for (const mode of colorModes(manifest, table)) {
      const { color } = mode.paint({
        manifest,
        tokens: table,
        ...loaded,
        isSafe: false,
      });
      for (let token = 0; token < table.nTokens; token++) {
        for (const role of ROLES) {
          const painted = color(token, role);
          if (!/^#[0-9a-f]{6}$/.test(painted)) throw new Error(`${mode.name} paints ${painted}`);
        }
      }
    }
  }
}

/** What was read is finite, but for points that are not there. */
function useNumbers(
  columns: readonly unknown[],
  { split }: { readonly split: unknown } = { split: null },
): void {
  for (const column of columns) {
    if (!(column instanceof Float32Array)) continue;
    const odd = column.find((value) => !Number.isFinite(value) && !(split !== null && Number.isNaN(value)));
    if (odd !== undefined) throw new Error(`a number that was read is ${odd}`);
  }
}

export const published: FuzzReader = {
  name: "published",
  what: "tokens, coordinates, layer maps, points, attention, in the page",
  cases: 10_000,
  fewCases: 600,
  open: () => {
    const sources = kinds();
    for (const { use, file } of sources) use(JSON.parse(JSON.stringify(file)));
    return {
      tryOne: (random) => {
        const { file, use } = sources[Math.floor(random() * sources.length)]!;
        use(damageJson(file, random));
      },
    };
  },
  isRefusal: (error) => error instanceof FormatError && error.message !== "",
};
