import js from "@eslint/js";
import astro from "eslint-plugin-astro";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** What each folder may not import; the same arrows are checked for reachability in .dependency-cruiser.js. */
const forbidden = (message, ...patterns) => ({
  "no-restricted-imports": ["error", { patterns: patterns.map((regex) => ({ regex, message })) }],
});
const NODE = "^node:";
const NATIVE = "^(onnxruntime-node|sharp|cacache|tinypool|listr2|commander|@huggingface/.*)$";
const UI = "^(react|react-dom|sigma|graphology|astro)(/.*)?$";
const OURS = (...folders) => `(^#|/src/|^(\\.\\./)+)(${folders.join("|")})/`;

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "build/",
      ".astro/",
      ".headland/",
      "public/",
      "src/kernels/",
      "tests/fixtures/",
      "tests/golden/output/",
      "node_modules/",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  ...astro.configs.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Accepted in inner numeric loops, after a shape check.
      "@typescript-eslint/no-non-null-assertion": "off",
      // The compiler asks for brackets where a key comes from an index signature.
      "@typescript-eslint/dot-notation": "off",
      "max-lines": ["error", { max: 400 }],
      eqeqeq: "error",
    },
  },
  {
    // Plain JavaScript configuration and Astro templates carry no types to check against.
    files: ["**/*.js", "**/*.mjs", "**/*.astro", "**/*.astro/*.ts", "**/*.astro/*.js"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.astro", "**/*.astro/*.ts", "**/*.astro/*.js"],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  {
    files: ["src/viewer/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: reactHooks.configs.recommended.rules,
  },
  {
    files: ["src/atlas/**/*.ts"],
    ignores: ["src/atlas/**/*.schema.ts"],
    rules: forbidden(
      "The contract is pure: words and bytes only.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("math", "color", "pipeline", "viewer"),
    ),
  },
  {
    files: ["src/color/**/*.ts"],
    rules: forbidden(
      "Colors know the contract only: the map and the pipeline's pictures both paint with them.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS("math", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/math/**/*.ts"],
    rules: forbidden(
      "Numeric functions know arrays only.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("atlas", "measures", "projections", "color", "pipeline", "viewer"),
    ),
  },
  {
    files: ["src/projections/**/*.ts"],
    rules: forbidden(
      "Points in, coordinates out.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("measures", "color", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/measures/**/*.ts"],
    rules: forbidden(
      "What is measured of a head, and its words: both the pipeline and the pages go by it.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("atlas", "color", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/pipeline/**/*.ts"],
    rules: forbidden(
      "The pipeline knows neither page nor island.",
      UI,
      OURS("viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/pipeline/project/**/*.ts"],
    rules: forbidden("Matrices in, positions out.", OURS("onnx", "inputs", "capture", "pack", "config")),
  },
  {
    files: ["src/library/**/*.ts"],
    rules: forbidden(
      "The library takes models, arrays and atlases; pages are made elsewhere.",
      UI,
      "^zod",
      "\\.schema",
      OURS("viewer", "site", "routes", "layouts", "components", "integration", "training", "scripts"),
    ),
  },
  {
    // dependency-cruiser reads no templates, so these arrows are held here alone.
    files: ["src/{routes,layouts,components,site}/**/*.{astro,ts}"],
    rules: forbidden(
      "Pages know what is published and how it is shown, not how it was made.",
      NATIVE,
      "^(zod|sigma|graphology)(/.*)?$",
      "\\.schema",
      OURS("pipeline", "training", "math", "kernels", "integration", "scripts"),
    ),
  },
  {
    files: ["src/viewer/**/*.{ts,tsx}"],
    rules: forbidden(
      "The island runs in a browser.",
      NODE,
      NATIVE,
      "^zod",
      "\\.schema",
      OURS("pipeline", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/viewer/map/**/*.ts"],
    rules: forbidden(
      "The map knows arrays and WebGL, not React or pages.",
      NODE,
      NATIVE,
      "^react",
      OURS("pipeline", "head", "matrix", "attention", "panels", "search", "state", "keyboard"),
    ),
  },
  {
    files: ["src/viewer/state/**/*.ts"],
    rules: forbidden(
      "State is pure.",
      NODE,
      "^(react-dom|sigma|graphology)",
      OURS("pipeline", "head", "matrix", "attention", "panels", "search", "map"),
    ),
  },
  {
    files: ["src/{math,measures,projections,atlas,color,pipeline}/**/*.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Take a seeded Random as an argument." },
        { object: "Date", property: "now", message: "Same input, same bytes: no clock." },
      ],
    },
  },
);
