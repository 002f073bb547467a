/** What the widget consists of: a title, the map with its buttons, a legend and a line about the selected point. */
import type { Role } from "#atlas/role-colors.ts";
import type { Coloring } from "#color/color-mode.ts";
import { STYLES } from "./styles.ts";

type RoleColors = Readonly<Record<Role, string>>;

export interface Panel {
  readonly root: HTMLElement;
  /** The element that the map is mounted in. */
  readonly map: HTMLElement;
  readonly setTitle: (title: string, subtitle: string) => void;
  readonly setMessage: (message: string | null) => void;
  readonly setPoint: (text: string) => void;
  readonly setLegend: (coloring: Coloring, roles: RoleColors, explanation: string) => void;
}

export type MapButton = "zoomIn" | "zoomOut" | "reset";

const BUTTONS: readonly (readonly [MapButton, string, string])[] = [
  ["zoomIn", "+", "Enlarge"],
  ["zoomOut", "−", "Shrink"],
  ["reset", "", "Show the whole map"],
];
/** More entries than these say less than the map does. */
const MOST_ENTRIES = 12;

/** @param onButton Called when a button over the map is pressed. */
export function createPanel(onButton: (button: MapButton) => void): Panel {
  const root = element("section", "widget");
  const [title, subtitle] = [element("h2"), element("p", "soft")];
  const header = element("header");
  header.append(title, subtitle);
  const stage = element("div", "stage");
  const map = element("div", "map");
  map.tabIndex = 0;
  map.setAttribute("role", "application");
  const contours = element("div", "map-layer map-contours");
  map.append(contours);
  const buttons = element("div", "buttons");
  for (const [name, sign, label] of BUTTONS) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: sign, title: label });
    button.setAttribute("aria-label", label);
    if (sign === "") button.append(cornersSign());
    button.addEventListener("click", () => onButton(name));
    buttons.append(button);
  }
  const message = element("p", "message");
  message.setAttribute("role", "status");
  stage.append(map, buttons, message);
  const [legend, explanation, point] = [element("ul"), element("p", "soft"), element("p", "point")];
  point.setAttribute("aria-live", "polite");
  const footer = element("footer");
  footer.append(legend, explanation, point);
  const style = document.createElement("style");
  style.textContent = STYLES;
  root.append(style, header, stage, footer);
  return {
    root,
    map,
    setTitle: (text, below) => {
      title.textContent = text;
      subtitle.textContent = below;
      root.setAttribute("aria-label", text);
      map.setAttribute("aria-label", `Map of ${text}. Arrow keys go from point to point, Enter selects.`);
    },
    setMessage: (text) => {
      message.hidden = text === null;
      message.textContent = text;
    },
    setPoint: (text) => {
      point.textContent = text;
    },
    setLegend: (coloring, roles, words) => {
      legend.replaceChildren(...legendItems(coloring, roles));
      explanation.textContent = coloring.explanation ?? words;
    },
  };
}

function legendItems({ entries = [], ramp }: Coloring, roles: RoleColors): HTMLElement[] {
  const items = entries
    .slice(0, MOST_ENTRIES)
    .map(({ color, label, role }) => legendItem(color, label, role ?? "query"));
  if (entries.length > MOST_ENTRIES)
    items.push(legendItem("transparent", `and ${entries.length - MOST_ENTRIES} more`, "query"));
  for (const [role, colors] of Object.entries(ramp?.colors ?? {})) {
    const name = role === "key" ? "keys" : "queries";
    const [low = "", high = ""] = [colors[0], colors.at(-1)];
    items.push(
      legendItem(low, `${name}: ${ramp?.low ?? ""}`, role),
      legendItem(high, ramp?.high ?? "", role),
    );
  }
  if (!entries.some(({ role }) => role !== undefined) && ramp === undefined)
    items.push(
      legendItem(roles.query, "queries: discs", "query"),
      legendItem(roles.key, "keys: rings", "key"),
    );
  return items;
}

function legendItem(color: string, label: string, role: string): HTMLElement {
  const item = document.createElement("li");
  const sign = document.createElement("i");
  sign.dataset["role"] = role;
  sign.style.setProperty("--color", color);
  item.append(sign, label);
  return item;
}

function element(name: string, className = ""): HTMLElement {
  const made = document.createElement(name);
  if (className !== "") made.className = className;
  return made;
}

/** Four corners: no font of every system has a sign for it. */
function cornersSign(): SVGElement {
  const namespace = "http://www.w3.org/2000/svg";
  const [sign, path] = [
    document.createElementNS(namespace, "svg"),
    document.createElementNS(namespace, "path"),
  ];
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: "14", "aria-hidden": "true" }))
    sign.setAttribute(name, value);
  path.setAttribute("d", "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4");
  path.setAttribute("fill", "none");
  path.setAttribute("stroke", "currentColor");
  sign.append(path);
  return sign;
}
