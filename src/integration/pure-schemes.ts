/** Leaves out of the page what nothing uses of d3: color schemes, searches in sorted arrays. */
import type { Plugin } from "vite";

const MODULE = /[/\\]d3-(?:scale-chromatic|array)\.mjs$/;

/**
 * d3-scale-chromatic makes all of its schemes in calls at the top of one file, as d3-array makes some of its functions, and a
 * bundler cannot know that such a call does nothing but make its value. This plugin says so: what is not imported goes, a
 * tenth of the page's own scripts.
 */
export function pureSchemes(): Plugin {
  return {
    name: "headland-pure-schemes",
    // While a site is worked on nothing is left out, and values that need each other have to stay in one place.
    apply: "build",
    transform(code, id) {
      return MODULE.test(id.split("?")[0] ?? "") ? { code: withPureCalls(code), map: null } : undefined;
    },
  };
}

/** Wraps each top-level value that is created by calls into a pure function. */
export function withPureCalls(code: string): string {
  return code.replace(
    /^(var|const) ([\w$]+) = ((?:new Array\(|colors\(|ramp\$1\(|ramp\(|interpolateCubehelixLong\(|cubehelix\$1\(|rgb\(|bisector\(|ascendingBisect\.)[^;]*);$/gm,
    "$1 $2 = /* @__PURE__ */ (() => $3)();",
  );
}
