/** Loaded with `--import` into every process of a build: sharp comes from counted-sharp.ts. */
import { registerHooks } from "node:module";

const COUNTED = new URL("./counted-sharp.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "sharp" && context.parentURL !== COUNTED
      ? { url: COUNTED, shortCircuit: true }
      : next(specifier, context),
});
