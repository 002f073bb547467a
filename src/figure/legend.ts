/** The legend of a map: what its colors and shapes stand for. */
import { counted } from "#atlas/counted.ts";
import type { LegendRamp } from "#color/color-mode.ts";
import { isPressed, passesLegend } from "#color/filter-points.ts";
import { countPoints } from "#drawing/search/found.ts";
import type { HeadData } from "./head-data.ts";
import type { HeadColors } from "./map/head-colors.ts";
import type { MarkKind } from "./scene.ts";

export interface LegendMark {
  readonly kind: MarkKind;
  /** Null for the color of text. */
  readonly color: string | null;
}

export interface LegendItem {
  readonly marks: readonly LegendMark[];
  readonly label: string;
  readonly ramp?: { readonly low: string; readonly high: string; readonly colors: readonly string[] };
  /** Whether others are pressed: its points are faded. */
  readonly isFaint: boolean;
}

const ROLES = ["query", "key"] as const;
const NAMES = { query: "queries", key: "keys" } as const;

export function legendOf(data: HeadData, colored: HeadColors): LegendItem[] {
  const { view, manifest, found } = data;
  const { coloring, passes } = colored;
  const hasPatches = manifest.patches !== null;
  const mark = (role: "query" | "key", color: string | null): LegendMark => ({
    kind: hasPatches ? (role === "query" ? "square" : "disc") : role === "query" ? "disc" : "ring",
    color,
  });
  const both = (color: string | null): LegendMark[] => ROLES.map((role) => mark(role, color));
  const isCut = passesLegend(coloring, { onlyRole: null, only: view.only }) !== null;
  const isOtherRole = (role: "query" | "key" | undefined): boolean =>
    role !== undefined && view.onlyRole !== null && role !== view.onlyRole;
  const terms = colored.termColors;
  if (found && terms) {
    const counts = countPoints(found, passes);
    return [
      ...found.terms.map(({ term, problem }, i): LegendItem => {
        const { query = 0, key = 0 } = counts[i] ?? {};
        const count = problem ?? `${counted(query, "query", "queries")}, ${counted(key, "key")}`;
        return { marks: both(terms[i] ?? null), label: `${term.written} · ${count}`, isFaint: false };
      }),
      ...ROLES.map((role): LegendItem => roleItem(mark(role, null), role, isOtherRole(role))),
    ];
  }
  const entries = (coloring.entries ?? []).map((entry, place): LegendItem & { role?: "query" | "key" } => ({
    marks: entry.role === undefined ? both(entry.color) : [mark(entry.role, entry.color)],
    label: entry.label,
    isFaint: isOtherRole(entry.role) || (isCut && !isPressed({ ...entry, place }, view.only)),
    ...(entry.role === undefined ? {} : { role: entry.role }),
  }));
  const { ramp } = coloring;
  const ramps = ROLES.flatMap((role) => rampItem(ramp, role, mark, isOtherRole(role)));
  const missing = ROLES.filter(
    (role) => !entries.some((entry) => entry.role === role) && ramp?.colors[role] === undefined,
  );
  return [
    ...ramps,
    ...entries,
    ...missing.map((role) => roleItem(mark(role, null), role, isOtherRole(role))),
  ];
}

function roleItem(mark: LegendMark, role: "query" | "key", isFaint: boolean): LegendItem {
  return { marks: [mark], label: NAMES[role], isFaint };
}

function rampItem(
  ramp: LegendRamp | undefined,
  role: "query" | "key",
  mark: (role: "query" | "key", color: string | null) => LegendMark,
  isFaint: boolean,
): LegendItem[] {
  const colors = ramp?.colors[role];
  if (!ramp || !colors) return [];
  const color = colors[Math.floor(colors.length * 0.7)] ?? null;
  const { low, high } = ramp;
  return [{ marks: [mark(role, color)], label: NAMES[role], ramp: { low, high, colors }, isFaint }];
}
