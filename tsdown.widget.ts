/** How `headland/widget` is bundled: one file that needs nothing else, as notebooks load it. */
import type { UserConfig } from "tsdown";

export const widgetConfig: UserConfig = {
  entry: { widget: "src/widget/widget.ts" },
  outDir: "build/widget",
  format: "esm",
  platform: "browser",
  target: "es2022",
  minify: true,
  deps: { alwaysBundle: [/./], onlyBundle: false },
  outputOptions: { codeSplitting: false },
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  tsconfig: "tsconfig.json",
  clean: false,
  dts: false,
};
