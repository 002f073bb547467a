/** Styles of the widget. They are inside its shadow root: nothing of the notebook's page is styled, and nothing styles it. */
export const STYLES = `
:host { display: block; }
.widget {
  --page: #fbfaf6; --panel: #f4f2ea; --ink: #23262b; --ink-soft: #5b5f66; --line: #e2dfd4;
  --line-strong: #bdb8a8; --accent: #c77d0a; --focus: #2f5fa8;
  color-scheme: light; color: var(--ink); background: var(--page);
  font: 14px/1.4 system-ui, sans-serif;
  border: 1px solid var(--line); border-radius: 4px; overflow: hidden;
}
.widget[data-theme="dark"] {
  --page: #16181b; --panel: #1d2023; --ink: #e9e6dd; --ink-soft: #a9a79f; --line: #2e3236;
  --line-strong: #565b61; --accent: #eaa63a; --focus: #8db4f0; color-scheme: dark;
}
header, footer { padding: 6px 10px; }
header { display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
h2 { margin: 0; font-size: 15px; }
header p, footer p, ul { margin: 0; padding: 0; }
.soft { color: var(--ink-soft); }
.stage { position: relative; background: var(--panel); border-block: 1px solid var(--line); }
.map, .map-points, .map-layer, .map-overlay { position: absolute; inset: 0; width: 100%; height: 100%; }
.map { touch-action: pan-y; cursor: crosshair; }
.map:focus-visible, button:focus-visible { outline: 2px solid var(--focus); outline-offset: -3px; }
.map [class^="sigma-"]:not(.sigma-nodes, .sigma-mouse) { display: none; }
.map-layer { overflow: hidden; pointer-events: none; }
.map-layer canvas { position: absolute; transform-origin: 0 0; }
.map-overlay { pointer-events: none; }
.minimap { position: absolute; right: 8px; bottom: 8px; background: var(--page); border: 1px solid var(--line-strong); }
.minimap[hidden], [hidden] { display: none !important; }
.buttons { position: absolute; top: 8px; right: 8px; display: grid; gap: 4px; }
button {
  width: 28px; height: 28px; padding: 0; font: inherit; color: var(--ink); cursor: pointer;
  background: var(--page); border: 1px solid var(--line-strong); border-radius: 4px;
}
.message { position: absolute; inset: auto 10px 10px; margin: 0; padding: 8px 10px; background: var(--page); border: 1px solid var(--line-strong); border-radius: 4px; }
ul { display: flex; flex-wrap: wrap; gap: 0 12px; list-style: none; }
i { display: inline-block; width: 9px; height: 9px; margin-right: 5px; border-radius: 50%; background: var(--color); }
i[data-role="key"] { background: none; box-shadow: inset 0 0 0 2.5px var(--color); }
mark { color: inherit; background: none; font-family: Georgia, serif; font-weight: 600; }
.point { min-height: 1.4em; }
@media (forced-colors: active) {
  .widget { --page: Canvas; --panel: Canvas; --ink: CanvasText; --ink-soft: CanvasText; --accent: Highlight; }
  i { forced-color-adjust: none; }
}
`;
