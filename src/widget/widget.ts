/**
 * `headland/widget`: one head's map in a notebook, as an anywidget module. One file with everything in it; what it shows comes from
 * a published atlas or from the notebook itself, and what is selected goes both ways.
 */
import { roleColors } from "#color/palette.ts";
import { HeadWidget } from "./head-widget.ts";
import { SOURCE_TRAITS, VIEW_TRAITS, type WidgetModel } from "./model.ts";
import { createPanel } from "./panel.ts";

export type { WidgetModel } from "./model.ts";

/** What anywidget hands to `render`. */
export interface RenderProps {
  readonly model: WidgetModel;
  readonly el: HTMLElement;
}

/** @returns A function that removes the widget, and everything that it listens to. */
function render({ model, el }: RenderProps): () => void {
  const stop = new AbortController();
  const host = document.createElement("div");
  // Some notebooks show an output again in the same element.
  el.replaceChildren(host);
  const panel = createPanel((button) => widget.press(button));
  host.attachShadow({ mode: "open" }).append(panel.root);
  const widget = new HeadWidget(model, panel, roleColors(false), stop.signal);
  const listen = (names: readonly string[], listener: () => void): void => {
    for (const name of names) {
      model.on(`change:${name}`, listener);
      stop.signal.addEventListener("abort", () => model.off(`change:${name}`, listener));
    }
  };
  listen(SOURCE_TRAITS, () => widget.open());
  listen(VIEW_TRAITS, () => widget.show());
  widget.open();
  return () => {
    stop.abort();
    widget.destroy();
    host.remove();
  };
}

export default { render };
