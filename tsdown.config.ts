/** Compiles what Node runs for the package: below node_modules it takes no TypeScript. Pages and islands are Vite's work. */
import { cp } from "node:fs/promises";
import { defineConfig, type UserConfig } from "tsdown";
import { widgetConfig } from "./tsdown.widget.ts";

/** What commands, threads and processes start by its file. */
const STARTED = [
  "scripts/*.ts",
  "src/integration/site-atlases.ts",
  "src/pipeline/cards/draw-card.ts",
  "src/pipeline/guard/{tell-fatal,watch}.ts",
  "src/pipeline/run/{input-process,worker}.ts",
];
/** Of the scripts, those that only this repository needs. */
const OF_THE_REPOSITORY = [
  "build-kernels",
  "compile-kernels",
  "check-advisories",
  "check-size",
  "read-audit",
  "train",
];
const PUBLIC = ["src/integration/headland.ts", "src/library/*.ts"];

const shared: UserConfig = {
  outDir: "build",
  root: ".",
  format: "esm",
  platform: "node",
  target: "node24",
  // A file each, as in the sources: workers and processes are found beside the module that starts them.
  unbundle: true,
  outExtensions: () => ({ js: ".js", dts: ".d.ts" }),
  tsconfig: "tsconfig.json",
};

export default defineConfig([
  {
    ...shared,
    entry: [...STARTED, ...PUBLIC, ...OF_THE_REPOSITORY.map((name) => `!scripts/${name}.ts`)],
    clean: true,
    dts: false,
    onSuccess: async () => {
      await cp("src/kernels/kernels.wasm", "build/src/kernels/kernels.wasm");
      await cp("scripts/check-node.js", "build/scripts/check-node.js");
    },
  },
  // Of types only what the public modules show.
  { ...shared, entry: PUBLIC, clean: false, unbundle: false, dts: { emitDtsOnly: true } },
  widgetConfig,
  { ...widgetConfig, dts: { emitDtsOnly: true } },
]);
