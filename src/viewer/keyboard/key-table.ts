/** Every key, its command and its line in the help. The listener, the help and the tests all use this table. */

export type Command =
  | "previousHead"
  | "nextHead"
  | "upLayer"
  | "downLayer"
  | "search"
  | "nextMatch"
  | "previousMatch"
  | "clear"
  | "method"
  | "dimension"
  | "zoomIn"
  | "zoomOut"
  | "reset"
  | "fit"
  | "labels"
  | "outline"
  | "sight"
  | "letters"
  | "contours"
  | "currents"
  | "fullScreen"
  | "turnLeft"
  | "turnRight"
  | "turnUp"
  | "turnDown"
  | "left"
  | "right"
  | "up"
  | "down"
  | "select"
  | "help";

export interface KeyBinding {
  /** As tinykeys reads them. */
  readonly keys: readonly string[];
  readonly command: Command;
  /** The keys as the help shows them. */
  readonly shown: string;
  readonly help: string;
  /** Whether the keys work only while the map has the focus. */
  readonly onMap?: boolean;
}

export const KEY_TABLE: readonly KeyBinding[] = [
  { keys: ["["], command: "previousHead", shown: "[", help: "previous head" },
  { keys: ["]"], command: "nextHead", shown: "]", help: "next head" },
  { keys: ["{", "Shift+{"], command: "upLayer", shown: "{", help: "same head, previous layer" },
  { keys: ["}", "Shift+}"], command: "downLayer", shown: "}", help: "same head, next layer" },
  { keys: ["/"], command: "search", shown: "/", help: "search for a token" },
  { keys: ["n"], command: "nextMatch", shown: "n", help: "next match" },
  { keys: ["N", "Shift+n", "Shift+N"], command: "previousMatch", shown: "N", help: "previous match" },
  { keys: ["m"], command: "method", shown: "m", help: "next projection" },
  { keys: ["d"], command: "dimension", shown: "d", help: "two or three dimensions" },
  { keys: ["l"], command: "labels", shown: "l", help: "names on or off" },
  { keys: ["t"], command: "letters", shown: "t", help: "tokens as letters, or as dots" },
  { keys: ["c"], command: "contours", shown: "c", help: "contour lines on or off" },
  { keys: ["x"], command: "currents", shown: "x", help: "currents of attention on or off" },
  { keys: ["a"], command: "outline", shown: "a", help: "outline points to list them; with Shift, a box" },
  { keys: ["A", "Shift+a", "Shift+A"], command: "sight", shown: "A", help: "list all points in view" },
  { keys: ["f"], command: "fit", shown: "f", help: "zoom to the selected sequence, or to the matches" },
  {
    keys: ["F", "Shift+f", "Shift+F"],
    command: "fullScreen",
    shown: "F",
    help: "show the map in full screen",
  },
  { keys: ["Escape"], command: "clear", shown: "Esc", help: "clear selection, search and legend" },
  { keys: ["?", "Shift+?"], command: "help", shown: "?", help: "this table" },
  { keys: ["ArrowLeft"], command: "left", shown: "Left", help: "nearest point to the left", onMap: true },
  { keys: ["ArrowRight"], command: "right", shown: "Right", help: "nearest point to the right", onMap: true },
  { keys: ["ArrowUp"], command: "up", shown: "Up", help: "nearest point above", onMap: true },
  { keys: ["ArrowDown"], command: "down", shown: "Down", help: "nearest point below", onMap: true },
  {
    keys: ["Shift+ArrowLeft"],
    command: "turnLeft",
    shown: "Shift Left",
    help: "turn left in 3-D",
    onMap: true,
  },
  {
    keys: ["Shift+ArrowRight"],
    command: "turnRight",
    shown: "Shift Right",
    help: "turn right in 3-D",
    onMap: true,
  },
  { keys: ["Shift+ArrowUp"], command: "turnUp", shown: "Shift Up", help: "turn up in 3-D", onMap: true },
  {
    keys: ["Shift+ArrowDown"],
    command: "turnDown",
    shown: "Shift Down",
    help: "turn down in 3-D",
    onMap: true,
  },
  { keys: ["Enter"], command: "select", shown: "Enter", help: "select the point", onMap: true },
  { keys: ["+", "Shift++", "="], command: "zoomIn", shown: "+", help: "zoom in", onMap: true },
  { keys: ["-"], command: "zoomOut", shown: "−", help: "zoom out", onMap: true },
  { keys: ["0"], command: "reset", shown: "0", help: "show the whole map", onMap: true },
];
