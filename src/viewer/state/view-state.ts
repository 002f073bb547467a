/** What the island shows, and every way in which that changes. Pure. */
import { isSameCamera, type Camera } from "#atlas/camera.ts";
import type { Dim, Maps, Method } from "#atlas/method.ts";
import type { Role } from "#atlas/role-colors.ts";
import {
  defaultView,
  type Area,
  type LeftOut,
  type Panel,
  type SelectedPoint,
  type View,
} from "#atlas/view.ts";
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

/** What a page opens with. @param maps Those of the atlas. */
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
export type Drawing = Pick<View, "labels" | "letters" | "contours" | "sizeByNorm" | "lines" | "leastWeight">;

export type Action =
  | { readonly type: "method"; readonly method: Method }
  | { readonly type: "dim"; readonly dim: Dim }
  | { readonly type: "color"; readonly color: string }
  | { readonly type: "search"; readonly search: string }
  /** Presses or releases an entry of the legend. */
  | { readonly type: "only"; readonly entry: PlacedEntry }
  | { readonly type: "onlyRole"; readonly role: Role }
  | { readonly type: "showAll" }
  | { readonly type: "select"; readonly point: SelectedPoint | null }
  | { readonly type: "hover"; readonly point: SelectedPoint | null; readonly isWalking?: boolean }
  | {
      readonly type: "hoverPanel";
      readonly point: SelectedPoint | null;
      readonly partner?: SelectedPoint | null;
    }
  | { readonly type: "panel"; readonly panel: Panel }
  | { readonly type: "leftOut"; readonly leftOut: LeftOut }
  | { readonly type: "byValue"; readonly isOn: boolean }
  | { readonly type: "draw"; readonly drawing: Partial<Drawing> }
  | { readonly type: "outline"; readonly isOn: boolean }
  | { readonly type: "area"; readonly area: Area | null }
  | { readonly type: "camera"; readonly camera: Camera | null }
  | { readonly type: "turning"; readonly isOn: boolean }
  | { readonly type: "help"; readonly isOpen: boolean }
  | { readonly type: "restore"; readonly view: View };

/** The next state; the same object where nothing changes, so that nothing is drawn again. */
export function reduce(state: ViewState, action: Action): ViewState {
  const { view } = state;
  switch (action.type) {
    case "method":
      // An outline on one map says nothing on another.
      return view.method === action.method
        ? state
        : { ...state, view: { ...view, method: action.method, area: null } };
    case "dim":
      return view.dim === action.dim
        ? state
        : { ...state, view: { ...view, dim: action.dim, area: null, camera: null }, isOutlining: false };
    case "color":
      // Another legend has other entries.
      return view.color === action.color
        ? state
        : { ...state, view: { ...view, color: action.color, only: [] } };
    case "search":
      return view.search === action.search ? state : { ...state, view: { ...view, search: action.search } };
    case "only": {
      const { entry } = action;
      const others = view.only.filter((pressed) => !isPressed(entry, [pressed]));
      const only = isPressed(entry, view.only) ? others : [...others, entry.place];
      return { ...state, view: { ...view, only } };
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
    case "select":
      return isSame(view.selected, action.point)
        ? state
        : { ...state, view: { ...view, selected: action.point } };
    case "hover":
      return hover(walking(state, action.isWalking ?? false), action.point, null, false);
    case "hoverPanel":
      return hover(state, action.point, action.partner ?? null, action.point !== null);
    case "panel":
      return view.panel === action.panel ? state : { ...state, view: { ...view, panel: action.panel } };
    case "leftOut":
      return view.leftOut === action.leftOut
        ? state
        : { ...state, view: { ...view, leftOut: action.leftOut } };
    case "byValue":
      return { ...state, view: { ...view, byValue: action.isOn } };
    case "draw":
      return { ...state, view: { ...view, ...action.drawing } };
    case "outline":
      // Only a flat map has a plane to draw on.
      return { ...state, isOutlining: action.isOn && view.dim === 2 };
    case "area":
      return { ...state, view: { ...view, area: action.area }, isOutlining: false };
    case "camera":
      return isSameCamera(view.camera, action.camera)
        ? state
        : { ...state, view: { ...view, camera: action.camera } };
    case "turning":
      return { ...state, isTurning: action.isOn };
    case "help":
      return state.isHelpOpen === action.isOpen ? state : { ...state, isHelpOpen: action.isOpen };
    case "restore":
      return { ...state, view: action.view, hover: null, partner: null, isFromPanel: false };
  }
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
