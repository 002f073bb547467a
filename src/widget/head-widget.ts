/** One head in one output of a notebook: keeps its map, its panel and the traits of its model in step. */
import { formatHead } from "#atlas/head/head-id.ts";
import type { Role } from "#atlas/role-colors.ts";
import { tokenText } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { pointOf, selectedOf } from "#drawing/map/map-scene.ts";
import { spokenPoint, strongest } from "#drawing/tokens/attended.ts";
import { describeToken } from "#drawing/tokens/describe-token.ts";
import { CanvasMap } from "../viewer/map/canvas-map.ts";
import type { MapSetup, PointMap } from "../viewer/map/point-map.ts";
import { filesOf } from "./atlas-files.ts";
import { drawPoints, drawScene, HeadReader, type Loaded } from "./draw-head.ts";
import { formatPoint, isSamePoint, readTraits, type WidgetModel } from "./model.ts";
import { lackOf, openHead, type OpenedHead } from "./open-head.ts";
import type { MapButton, Panel } from "./panel.ts";
import { COLORS, isDark, watchTheme } from "./theme.ts";

/** Weights that the trait `attended` lists: the rest say little. */
const [MOST_ATTENDED, LEAST_ATTENDED] = [20, 0.01];

/** Arrow keys, as on a head's page. */
const DIRECTIONS: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface Shown {
  readonly head: OpenedHead;
  readonly reader: HeadReader;
  readonly map: PointMap;
}

export class HeadWidget {
  readonly #model: WidgetModel;
  readonly #panel: Panel;
  readonly #roles: Readonly<Record<Role, string>>;
  readonly #signal: AbortSignal;
  #shown: Shown | null = null;
  #loaded: Loaded | null = null;
  #hover: SelectedPoint | null = null;
  /** Counts requests: the answer to an earlier one is of no use. */
  #generation = 0;

  constructor(model: WidgetModel, panel: Panel, roles: Readonly<Record<Role, string>>, signal: AbortSignal) {
    this.#model = model;
    this.#panel = panel;
    this.#roles = roles;
    this.#signal = signal;
    panel.map.addEventListener("keydown", (event) => this.#onKey(event), { signal });
    // The browser may take the WebGL context away, for example where a notebook has many maps.
    panel.map.addEventListener("webglcontextlost", () => this.open(), { signal, capture: true });
    watchTheme(() => this.#dress(), signal);
  }

  /** Opens the head that the traits name, and shows it. */
  open(): void {
    const generation = ++this.#generation;
    const traits = readTraits(this.#model);
    this.#dress();
    this.#panel.setMessage("Loading the map …");
    const opening = async (): Promise<void> => {
      const [head, HeadMap] = await Promise.all([openHead(filesOf(traits), traits.head), mapClass()]);
      if (generation !== this.#generation || this.#signal.aborted) return;
      this.#close();
      const map = new HeadMap({
        container: this.#panel.map,
        nTokens: head.table.nTokens,
        sprite: head.sprite,
        colors: this.#colors(),
        onHover: (point) => this.#setHover(point === null ? null : selectedOf(head.table, point)),
        onClick: (point) => this.#select(point === null ? null : selectedOf(head.table, point)),
        onProblem: (error) => this.#panel.setMessage(error.message),
      });
      this.#shown = { head, reader: new HeadReader(head), map };
      const { model, dataset } = head.manifest;
      this.#panel.setTitle(`${model.name} ${formatHead(head.id)}`, `on ${dataset.name}`);
      this.show();
    };
    opening().catch((error: unknown) => {
      if (generation === this.#generation && !this.#signal.aborted) this.#fail(error);
    });
  }

  /** Draws the head as the traits say now. */
  show(): void {
    const shown = this.#shown;
    this.#dress();
    if (shown === null) return;
    const generation = ++this.#generation;
    const traits = readTraits(this.#model);
    shown.reader.load(traits).then(
      (loaded) => {
        if (generation !== this.#generation || this.#signal.aborted) return;
        this.#loaded = loaded;
        this.#panel.setMessage(lackOf(shown.head, traits));
        this.#panel.setLegend(
          drawPoints(shown.map, shown.head, loaded),
          this.#roles,
          loaded.mode.explanation,
        );
        this.#drawScene();
        this.#tell(shown, loaded);
        this.#panel.root.dataset["state"] = "ready";
      },
      (error: unknown) => {
        if (generation === this.#generation && !this.#signal.aborted) this.#fail(error);
      },
    );
  }

  press(button: MapButton): void {
    const map = this.#shown?.map;
    if (button === "reset") map?.reset();
    else map?.zoom(button === "zoomIn" ? 1 : -1);
  }

  destroy(): void {
    this.#generation++;
    this.#close();
  }

  #close(): void {
    this.#shown?.map.destroy();
    [this.#shown, this.#loaded, this.#hover] = [null, null, null];
  }

  #fail(error: unknown): void {
    this.#panel.root.dataset["state"] = "failed";
    this.#panel.setMessage(error instanceof Error ? error.message : String(error));
  }

  /** Theme and height. */
  #dress(): void {
    const { heightPx, theme } = readTraits(this.#model);
    this.#panel.root.dataset["theme"] = isDark(theme) ? "dark" : "light";
    this.#panel.map.parentElement?.style.setProperty("height", `${heightPx}px`);
    this.#shown?.map.setOverlayColors(this.#colors());
  }

  #colors(): (typeof COLORS)["light"] {
    return COLORS[isDark(readTraits(this.#model).theme) ? "dark" : "light"];
  }

  #drawScene(): void {
    if (this.#shown && this.#loaded) drawScene(this.#shown.map, this.#shown.head, this.#loaded, this.#hover);
  }

  #select(point: SelectedPoint | null): void {
    if (isSamePoint(point, readTraits(this.#model).selected)) return;
    this.#model.set("selected", formatPoint(point));
    this.#model.save_changes();
  }

  #setHover(point: SelectedPoint | null): void {
    if (isSamePoint(point, this.#hover)) return;
    this.#hover = point;
    this.#drawScene();
    if (this.#shown && this.#loaded) this.#setPointLine(this.#shown.head, this.#loaded);
    this.#model.set("hovered", formatPoint(point));
    this.#model.save_changes();
  }

  /** Tells the notebook what the selected point attends to, with the words of the tokens. */
  #tell({ head }: Shown, loaded: Loaded): void {
    this.#setPointLine(head, loaded);
    const attended = strongest(loaded.attended ?? [], MOST_ATTENDED, LEAST_ATTENDED).map(
      ({ token, weight }) => ({
        token,
        text: tokenText(head.table, token),
        weight: Math.round(weight * 1000) / 1000,
      }),
    );
    if (JSON.stringify(attended) === JSON.stringify(this.#model.get("attended") ?? [])) return;
    this.#model.set("attended", attended);
    this.#model.save_changes();
  }

  #setPointLine({ table, manifest }: OpenedHead, { selected, attended }: Loaded): void {
    const whole = manifest.patches === null ? "sequence" : "picture";
    const hover = this.#hover;
    if (hover) this.#panel.setPoint(`${hover.role} ${describeToken(table, hover.token, whole)}`);
    else if (selected) this.#panel.setPoint(spokenPoint(table, selected, attended, whole));
    else this.#panel.setPoint("Point at a token; press to select it.");
  }

  #onKey(event: KeyboardEvent): void {
    const shown = this.#shown;
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { map, head } = shown;
    const direction = DIRECTIONS[event.key];
    const from = this.#hover ?? this.#loaded?.selected ?? null;
    if (direction) {
      const next = from ? map.neighbor(pointOf(head.table, from), ...direction) : map.middle();
      if (next !== null) {
        this.#setHover(selectedOf(head.table, next));
        map.showPoint(next);
      }
    } else if (event.key === "Enter") this.#select(from);
    else if (event.key === "Escape") this.#select(null);
    else if (event.key === "+") map.zoom(1);
    else if (event.key === "-") map.zoom(-1);
    else if (event.key === "0") map.reset();
    else return;
    // Notebooks have keys of their own.
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Sigma touches WebGL as soon as it is loaded. */
async function mapClass(): Promise<new (setup: MapSetup) => PointMap> {
  const hasWebGL = document.createElement("canvas").getContext("webgl2") !== null;
  return hasWebGL ? (await import("../viewer/map/sigma-map.ts")).SigmaMap : CanvasMap;
}
