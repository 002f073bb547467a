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
    rules: {
      ...reactHooks.configs.recommended.rules,
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "JSXOpeningElement[name.name=/^(style|script)$/], JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: "The policy of the pages refuses it: styles that are loaded later are shown by <Styles>.",
        },
      ],
    },
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
      OURS("math", "color", "islands", "pipeline", "viewer"),
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
      OURS("math", "islands", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/islands/**/*.ts"],
    rules: forbidden(
      "Islands know the contract and the colors: the map names them, and so may the pipeline's pictures.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS("measures", "projections", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/compare/**/*.ts"],
    rules: forbidden(
      "Comparisons know what atlases hold and how it is colored: a page and a command both make them.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS(
        "projections",
        "islands",
        "drawing",
        "figure",
        "pipeline",
        "viewer",
        "site",
        "routes",
        "layouts",
        "components",
      ),
    ),
  },
  {
    files: ["src/export/**/*.ts"],
    rules: forbidden(
      "Files for other programs: written from what an atlas holds, in Node and in a browser.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS(
        "math",
        "color",
        "islands",
        "projections",
        "pipeline",
        "viewer",
        "site",
        "routes",
        "layouts",
        "components",
      ),
    ),
  },
  {
    files: ["src/finder/**/*.ts"],
    rules: forbidden(
      "The finder filters and sorts columns, whatever is measured and however it is shown.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS(
        "math",
        "measures",
        "color",
        "islands",
        "drawing",
        "figure",
        "projections",
        "pipeline",
        "viewer",
        "site",
        "routes",
        "layouts",
        "components",
      ),
    ),
  },
  {
    files: ["src/drawing/**/*.ts"],
    rules: forbidden(
      "Drawings know what is drawn, not on what: the screen and figures share them.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS("projections", "figure", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/figure/**/*.ts"],
    rules: forbidden(
      "Figures are made in a browser and in Node alike.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      "\\.schema",
      OURS("projections", "pipeline", "viewer", "site", "routes", "layouts", "components"),
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
      OURS("atlas", "measures", "relations", "projections", "color", "islands", "pipeline", "viewer"),
    ),
  },
  {
    files: ["src/claims/**/*.ts"],
    ignores: ["src/claims/**/*.schema.ts"],
    rules: forbidden(
      "Claims are checked on the numbers of an atlas: by commands, and by the pages.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("islands", "projections", "pipeline", "viewer", "site", "routes", "layouts", "components"),
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
      OURS("measures", "color", "islands", "pipeline", "viewer", "site", "routes", "layouts", "components"),
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
      OURS("atlas", "color", "islands", "pipeline", "viewer", "site", "routes", "layouts", "components"),
    ),
  },
  {
    files: ["src/relations/**/*.ts"],
    rules: forbidden(
      "How heads relate to each other, by numbers alone: the pipeline and the pages compare them.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS(
        "atlas",
        "color",
        "islands",
        "projections",
        "pipeline",
        "viewer",
        "site",
        "routes",
        "layouts",
        "components",
      ),
    ),
  },
  {
    files: ["src/reasons/**/*.ts"],
    rules: forbidden(
      "Patterns and traits of tokens in, reasons out.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS(
        "atlas",
        "measures",
        "color",
        "islands",
        "pipeline",
        "viewer",
        "site",
        "routes",
        "layouts",
        "components",
      ),
    ),
  },
  {
    files: ["src/roles/**/*.ts"],
    rules: forbidden(
      "What a head does, for pages and islands alike.",
      NODE,
      NATIVE,
      UI,
      "^zod",
      OURS("pipeline", "viewer", "site", "routes", "layouts", "components"),
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
    files: ["src/widget/**/*.ts"],
    rules: forbidden(
      "The widget runs in notebooks, and is small: the map alone.",
      NODE,
      NATIVE,
      "^(react|react-dom|astro|zod)",
      "\\.schema",
      OURS("pipeline", "site", "routes", "layouts", "components", "integration", "library"),
    ),
  },
  {
    files: ["src/offline/**/*.ts"],
    rules: forbidden(
      "An offline copy is made of the pages as they were built.",
      NATIVE,
      UI,
      OURS("pipeline", "viewer", "site", "routes", "layouts", "components", "integration", "scripts"),
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
    files: [
      "src/{math,measures,claims,projections,atlas,color,islands,compare,drawing,export,figure,finder,pipeline}/**/*.ts",
    ],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Take a seeded Random as an argument." },
        { object: "Date", property: "now", message: "Same input, same bytes: no clock." },
      ],
    },
  },
);
