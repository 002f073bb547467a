/** Removes unused parts of d3 from the page: searches in sorted arrays. */
import type { Plugin } from "vite";

const MODULE = /[/\\]d3-array\.mjs$/;

/**
 * d3-array creates some of its functions by calls at the top of its file. A bundler cannot know that such a call has no side
 * effects. This plugin marks the calls as pure, so the bundler drops unused ones.
 */
export function pureSchemes(): Plugin {
  return {
    name: "headland-pure-schemes",
    // The development server removes nothing, and it needs values that depend on each other to stay in one place.
    apply: "build",
    transform(code, id) {
      return MODULE.test(id.split("?")[0] ?? "") ? { code: withPureCalls(code), map: null } : undefined;
    },
  };
}

/** Wraps each top-level value that is created by calls into a pure function. */
export function withPureCalls(code: string): string {
  return code.replace(
    /^(var|const) ([\w$]+) = ((?:bisector\(|ascendingBisect\.)[^;]*);$/gm,
    "$1 $2 = /* @__PURE__ */ (() => $3)();",
  );
}
