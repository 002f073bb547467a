/**
 * The state of the two sides: one view, one selection and one point under the pointer, seen from either side. A side takes
 * the same actions as the page of a head, so that the map, the legend and the panel work here as there.
 */
import { hasRole } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import type { CompareView, Side } from "../../compare/compare-address.ts";
import type { TokenLinks, TokenSide } from "../../compare/token-links.ts";
import type { Store } from "../state/store.ts";
import { reduce, type ViewState } from "../state/view-state.ts";

/** What carries a point from one side to the other. */
export interface Linked {
  readonly links: TokenLinks;
  readonly sides: Readonly<Record<Side, Pick<TokenSide, "table">>>;
}

export interface CompareState extends CompareView {
  /** The side whose point is under the pointer or the keyboard's cursor. */
  readonly hoveredOn: Side;
  /** Null until the tokens of both sides are known. */
  readonly linked: Linked | null;
}

export interface CompareStore {
  readonly get: () => CompareState;
  readonly subscribe: Store["subscribe"];
  readonly sides: Readonly<Record<Side, Store>>;
  readonly set: (change: Partial<Pick<CompareState, "hasMoves" | "linked">>) => void;
  readonly restore: (view: CompareView) => void;
}

/** Everything, in terms of the sides that have the selection and the pointer. */
interface Core extends Omit<CompareState, "view"> {
  readonly state: ViewState;
}

export function createCompareStore(initial: ViewState, opened: CompareView): CompareStore {
  let core: Core = {
    state: { ...initial, view: opened.view },
    selectedOn: opened.selectedOn,
    hasMoves: opened.hasMoves,
    hoveredOn: "a",
    linked: null,
  };
  let seen = seenFrom(core);
  let compared = comparedOf(core);
  const listeners = new Set<() => void>();
  const subscribe: Store["subscribe"] = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const update = (next: Core): void => {
    core = next;
    seen = seenFrom(next, seen);
    compared = comparedOf(next);
    for (const listener of listeners) listener();
  };
  const sideStore = (side: Side): Store => ({
    get: () => seen[side],
    subscribe,
    dispatch: (action) => {
      const before = seen[side];
      const after = reduce(before, action);
      if (after !== before) update(afterChange(core, side, before, after));
    },
  });
  return {
    get: () => compared,
    subscribe,
    sides: { a: sideStore("a"), b: sideStore("b") },
    set: (change) => update({ ...core, ...change }),
    restore: ({ view, ...rest }) =>
      update({ ...core, ...rest, state: { ...core.state, view, hover: null, partner: null } }),
  };
}

/** What a change on one side makes of the whole: its points are points of that side only where the change touched them. */
function afterChange(core: Core, side: Side, before: ViewState, after: ViewState): Core {
  const isSelecting = after.view.selected !== before.view.selected;
  const isPointing = after.hover !== before.hover || after.partner !== before.partner;
  const { state } = core;
  return {
    ...core,
    selectedOn: isSelecting ? side : core.selectedOn,
    hoveredOn: isPointing ? side : core.hoveredOn,
    state: {
      ...after,
      view: isSelecting ? after.view : { ...after.view, selected: state.view.selected },
      hover: isPointing ? after.hover : state.hover,
      partner: isPointing ? after.partner : state.partner,
    },
  };
}

function comparedOf({ state, ...rest }: Core): CompareState {
  return { view: state.view, ...rest };
}

/** The state from both sides; a side keeps its object where nothing of it has changed. */
function seenFrom(core: Core, known?: Readonly<Record<Side, ViewState>>): Readonly<Record<Side, ViewState>> {
  const of = (side: Side): ViewState => {
    const { state, linked } = core;
    const carry = (point: SelectedPoint | null, from: Side): SelectedPoint | null =>
      from === side || point === null ? point : counterpart(point, side, linked);
    const selected = carry(state.view.selected, core.selectedOn);
    const next: ViewState = {
      ...state,
      view: selected === state.view.selected ? state.view : { ...state.view, selected },
      hover: carry(state.hover, core.hoveredOn),
      partner: carry(state.partner, core.hoveredOn),
      // The other side's card says what its panel does not.
      isFromPanel: state.isFromPanel && core.hoveredOn === side,
      isWalking: state.isWalking && core.hoveredOn === side,
    };
    return keep(next, known?.[side]);
  };
  return { a: of("a"), b: of("b") };
}

/** Points that are carried over are new objects each time: equal ones stay what they were, so that nothing is drawn again. */
function keep(next: ViewState, known: ViewState | undefined): ViewState {
  if (known === undefined) return next;
  const point = (a: SelectedPoint | null, b: SelectedPoint | null): SelectedPoint | null =>
    a !== null && b !== null && a.token === b.token && a.role === b.role ? b : a;
  const selected = point(next.view.selected, known.view.selected);
  const view = { ...next.view, selected };
  const isSameView = (Object.keys(view) as (keyof typeof view)[]).every(
    (key) => view[key] === known.view[key],
  );
  const kept = {
    ...next,
    view: isSameView ? known.view : view,
    hover: point(next.hover, known.hover),
    partner: point(next.partner, known.partner),
  };
  const isSame = (Object.keys(kept) as (keyof ViewState)[]).every((key) => kept[key] === known[key]);
  return isSame ? known : kept;
}

/** The same token's point on the other side; null if it has none. @param side To which it is carried. */
export function counterpart(point: SelectedPoint, side: Side, linked: Linked | null): SelectedPoint | null {
  if (linked === null) return null;
  const { links, sides } = linked;
  const token = (side === "b" ? links.there : links.back)[point.token] ?? -1;
  return token >= 0 && hasRole(sides[side].table, token, point.role) ? { role: point.role, token } : null;
}
