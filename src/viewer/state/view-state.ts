/** What the island shows, and every way in which that changes. Pure. */
import type { Maps } from "#atlas/method.ts";
import type { Role } from "#atlas/role-colors.ts";
import { changeView, defaultView } from "#atlas/view/view-address.ts";
import type { SelectedPoint, View } from "#atlas/view/view.ts";
import { isPressed, type PlacedEntry } from "#color/filter-points.ts";

export interface ViewState {
  /** What the address carries. */
  readonly view: View;
  /** The point under the pointer or the keyboard's cursor. */
  readonly hover: SelectedPoint | null;
  /** The other end of a weight under the pointer: the key of the hovered query, or the query of the hovered key. */
  readonly partner: SelectedPoint | null;
  /** Whether the panel pointed at `hover`, not the map: the panel says itself what it is. */
  readonly isFromPanel: boolean;
  readonly isHelpOpen: boolean;
  /** Whether a drag draws an outline instead of moving the map. */
  readonly isOutlining: boolean;
  /** Whether a 3-D map turns slowly by itself. Of this visit only: a link that moves would be a surprise. */
  readonly isTurning: boolean;
  /** Whether the keyboard's cursor is what points: what it comes to is said with its weights. */
  readonly isWalking: boolean;
}

/** The view that a page opens with. @param maps The maps of the atlas. */
export function initialState(maps: Maps): ViewState {
  return {
    view: defaultView(maps),
    hover: null,
    partner: null,
    isFromPanel: false,
    isHelpOpen: false,
    isOutlining: false,
    isTurning: false,
    isWalking: false,
  };
}

/** How the map is drawn, apart from what it shows. */
export type Drawing = Pick<
  View,
  "labels" | "letters" | "contours" | "currents" | "sizeByNorm" | "lines" | "leastWeight"
>;

export type Action =
  /** Changes fields of the view, and whatever they make meaningless. */
  | { readonly type: "set"; readonly change: Partial<View> }
  /** Presses or releases an entry of the legend. @param color The mode whose entry it is. */
  | { readonly type: "only"; readonly entry: PlacedEntry; readonly color: string }
  | { readonly type: "onlyRole"; readonly role: Role }
  | { readonly type: "showAll" }
  | { readonly type: "hover"; readonly point: SelectedPoint | null; readonly isWalking?: boolean }
  | {
      readonly type: "hoverPanel";
      readonly point: SelectedPoint | null;
      readonly partner?: SelectedPoint | null;
    }
  | { readonly type: "outline"; readonly isOn: boolean }
  | { readonly type: "turning"; readonly isOn: boolean }
  | { readonly type: "help"; readonly isOpen: boolean }
  | { readonly type: "restore"; readonly view: View };

/** The next state; the same object where nothing changes, so that nothing is drawn again. */
export function reduce(state: ViewState, action: Action): ViewState {
  const { view } = state;
  switch (action.type) {
    case "set":
      return set(state, action.change);
    case "only": {
      const { entry } = action;
      const others = view.only.filter((pressed) => !isPressed(entry, [pressed]));
      const only = isPressed(entry, view.only) ? others : [...others, entry.place];
      // The entry belongs to this color, so the view keeps it at the next head, too.
      return { ...state, view: { ...view, only, color: action.color } };
    }
    case "onlyRole":
      return {
        ...state,
        view: { ...view, onlyRole: view.onlyRole === action.role ? null : action.role },
      };
    case "showAll":
      return view.onlyRole === null && view.only.length === 0
        ? state
        : { ...state, view: { ...view, onlyRole: null, only: [] } };
    case "hover":
      return hover(walking(state, action.isWalking ?? false), action.point, null, false);
    case "hoverPanel":
      return hover(state, action.point, action.partner ?? null, action.point !== null);
    case "outline":
      // Only a flat map has a plane to draw on.
      return { ...state, isOutlining: action.isOn && view.dim === 2 };
    case "turning":
      return { ...state, isTurning: action.isOn };
    case "help":
      return state.isHelpOpen === action.isOpen ? state : { ...state, isHelpOpen: action.isOpen };
    case "restore":
      return { ...state, view: action.view, hover: null, partner: null, isFromPanel: false };
  }
}

function set(state: ViewState, change: Partial<View>): ViewState {
  const view = changeView(state.view, change);
  // An outline is drawn to its end on the map where it was begun.
  const isOutlining = state.isOutlining && view.dim === state.view.dim && !("area" in change);
  if (view === state.view && isOutlining === state.isOutlining) return state;
  return { ...state, view, isOutlining };
}

function walking(state: ViewState, isWalking: boolean): ViewState {
  return state.isWalking === isWalking ? state : { ...state, isWalking };
}

function hover(
  state: ViewState,
  point: SelectedPoint | null,
  partner: SelectedPoint | null,
  isFromPanel: boolean,
): ViewState {
  const isKnown = isSame(state.hover, point) && isSame(state.partner, partner);
  return isKnown && state.isFromPanel === isFromPanel
    ? state
    : { ...state, hover: point, partner, isFromPanel };
}

function isSame(a: SelectedPoint | null, b: SelectedPoint | null): boolean {
  return a === b || (a?.token === b?.token && a?.role === b?.role);
}
