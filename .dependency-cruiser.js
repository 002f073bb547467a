/** Import arrows: scripts → pipeline → {atlas, math, color, islands} ← drawing ← {viewer, figure} ← pages; islands → color → atlas; atlas → measures → math; claims → {atlas, color, measures, math}; projections → math; relations → math. */
const SITE = "^src/(routes|layouts|components|site)/";

/** Stages of the pipeline in their order; each may know those before it, and those beside it. */
const STAGES = [
  [
    "errors",
    "problems",
    "shown-value",
    "arrays",
    "cache",
    "guard",
    "config",
    "hub",
    "weights",
    "graph",
    "architectures",
    "onnx",
  ],
  ["vectors", "inputs"],
  ["circuits", "capture"],
  ["project", "measure", "pack"],
  ["run", "units", "export", "diff", "inspect"],
  ["build-atlas", "build-all", "build-unit", "build-units", "plan-build"],
];
/** Packages that one file each imports for all others: they can be replaced, or held back, in one place. */
const DOORS = {
  "@huggingface/tokenizers": "src/pipeline/inputs/text/tokens/tokenizers.ts",
  "onnxruntime-node": "src/pipeline/onnx/runtime.ts",
};
const oneDoor = Object.entries(DOORS).map(([name, file]) => ({
  name: `${name.replace("@huggingface/", "")}-has-one-door`,
  severity: "error",
  from: { path: "^(src|scripts)/", pathNot: `^${file.replaceAll(".", "\\.")}$` },
  to: { path: `(^|node_modules/)${name}(/|$)` },
}));
const stagePath = (names) => `^src/pipeline/(${names.join("|")})(/|\\.ts$)`;
const stageOrder = STAGES.slice(0, -1).map((names, i) => ({
  name: `${names.at(-1)}-knows-no-later-stage`,
  severity: "error",
  from: { path: stagePath(names) },
  to: { path: stagePath(STAGES.slice(i + 1).flat()) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "contract-and-math-stand-alone",
      severity: "error",
      from: { path: "^src/(atlas|math)/" },
      to: { path: "^src/(color|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "measures-know-math-only",
      severity: "error",
      from: { path: "^src/measures/" },
      to: {
        path: "^src/(atlas|color|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "relations-know-math-only",
      severity: "error",
      from: { path: "^src/relations/" },
      to: {
        path: "^src/(atlas|color|islands|projections|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "reasons-know-math-only",
      severity: "error",
      from: { path: "^src/reasons/" },
      to: {
        path: "^src/(atlas|measures|color|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "claims-know-numbers-only",
      severity: "error",
      from: { path: "^src/claims/" },
      to: {
        path: "^src/(islands|projections|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "roles-know-contract-and-reasons-only",
      severity: "error",
      from: { path: "^src/roles/" },
      to: { path: "^src/(islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "projections-know-math-only",
      severity: "error",
      from: { path: "^src/projections/" },
      to: {
        path: "^src/(measures|color|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "projections-at-build-time-only",
      severity: "error",
      from: { path: `^src/viewer/|${SITE}` },
      to: { path: "^src/projections/", reachable: true },
    },
    {
      name: "colors-know-the-contract-only",
      severity: "error",
      from: { path: "^src/color/" },
      to: { path: "^src/(math|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "islands-know-contract-and-colors-only",
      severity: "error",
      from: { path: "^src/islands/" },
      to: {
        path: "^src/(measures|projections|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "comparisons-know-contract-and-colors-only",
      severity: "error",
      from: { path: "^src/compare/" },
      to: {
        path: "^src/(projections|islands|drawing|figure|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "drawings-know-no-page",
      severity: "error",
      from: { path: "^src/drawing/" },
      to: { path: "^src/(projections|figure|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "figures-know-no-page",
      severity: "error",
      from: { path: "^src/figure/" },
      to: { path: "^src/(projections|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "exports-know-the-contract-only",
      severity: "error",
      from: { path: "^src/export/" },
      to: { path: "^src/(math|color|islands|projections|pipeline|viewer|site|routes|layouts|components)/" },
    },
    {
      name: "finder-knows-the-contract-only",
      severity: "error",
      from: { path: "^src/finder/" },
      to: {
        path: "^src/(math|measures|color|islands|drawing|figure|projections|pipeline|viewer|site|routes|layouts|components)/",
      },
    },
    {
      name: "atlas-and-math-apart",
      severity: "error",
      from: { path: "^src/math/" },
      to: { path: "^src/(atlas|measures|relations|projections)/" },
    },
    {
      name: "schemas-at-build-time-only",
      severity: "error",
      from: { path: `^src/viewer/|^src/library/(project|atlas)[./]|${SITE}` },
      to: { path: "\\.schema\\.ts$|node_modules/zod", reachable: true },
    },
    {
      name: "browser-code-stays-in-the-browser",
      severity: "error",
      from: { path: "^src/(viewer/|widget/|islands/|drawing/|export/|figure/|library/(project|atlas)[./])" },
      to: {
        path: "^(fs|path|os|crypto|worker_threads|child_process)$|node_modules/(onnxruntime-node|sharp|cacache)/",
        reachable: true,
      },
    },
    {
      name: "viewer-not-from-pipeline",
      severity: "error",
      from: { path: "^src/pipeline/" },
      to: { path: "^src/viewer/" },
    },
    {
      name: "pages-not-from-pipeline",
      severity: "error",
      from: { path: `${SITE}|^src/viewer/` },
      to: { path: "^src/pipeline/" },
    },
    {
      name: "only-scripts-and-tests-start-the-pipeline",
      severity: "error",
      from: { pathNot: "^(scripts|tests|src/pipeline|src/training|src/project|src/library)/" },
      // What a site says about itself and about its heads is content, too, and is checked as content is.
      to: {
        path: "^src/pipeline/",
        pathNot: "^src/pipeline/config/(site/load-site|claims/load-claims)\\.ts$",
      },
    },
    {
      name: "training-knows-architectures-graphs-and-tokenizers-only",
      severity: "error",
      from: { path: "^src/training/" },
      to: {
        path: "^src/pipeline/",
        pathNot: "^src/pipeline/(graph/|architectures/|onnx/|inputs/text/(tokens/|open-tokenizer)|errors)",
      },
    },
    {
      name: "nothing-needs-the-training",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/training/" },
      to: { path: "^src/training/" },
    },
    {
      name: "what-is-around-the-pages-is-not-inside",
      severity: "error",
      from: { path: "^src/(atlas|math|measures|projections|color|islands|drawing|figure|pipeline|viewer)/" },
      to: { path: "^src/(integration|offline)/" },
    },
    {
      name: "offline-copies-know-addresses-and-built-pages-only",
      severity: "error",
      from: { path: "^src/offline/" },
      to: { path: "^src/", pathNot: "^src/(offline|atlas|package)/" },
    },
    {
      name: "library-of-atlases-knows-the-contract-only",
      severity: "error",
      from: { path: "^src/library/atlas[./]" },
      to: { path: "^src/", pathNot: "^src/(atlas/|measures/|library/atlas[./])" },
    },
    {
      name: "library-of-maps-knows-no-models",
      severity: "error",
      from: { path: "^src/library/project[./]" },
      to: {
        path: "^src/",
        pathNot: "^src/(atlas/|measures/|math/|projections/|pipeline/project/|library/project[./])",
      },
    },
    {
      name: "library-of-models-knows-no-pages",
      severity: "error",
      from: { path: "^src/library/extract[./]" },
      to: {
        path: "^src/",
        pathNot:
          "^src/(atlas/|measures/|math/|pipeline/(onnx|inputs|capture|errors)[./]|library/extract[./])",
      },
    },
    {
      name: "widget-is-a-map-without-a-page",
      severity: "error",
      from: { path: "^src/widget/" },
      to: { path: "^src/", pathNot: "^src/(widget|atlas|color|drawing|viewer/(data|map))/" },
    },
    {
      name: "widget-needs-no-react",
      severity: "error",
      from: { path: "^src/widget/" },
      to: { path: "(^|node_modules/)(react|react-dom|astro|zod)(/|$)", reachable: true },
    },
    {
      name: "nothing-inside-needs-the-library",
      severity: "error",
      from: { path: "^(src|scripts)/", pathNot: "^src/(library|widget)/" },
      to: { path: "^src/(library|widget)/" },
    },
    ...stageOrder,
    ...oneDoor,
    {
      name: "projections-take-matrices",
      severity: "error",
      from: { path: "^src/pipeline/(project|measure)/" },
      to: { path: stagePath(["config", "hub", "onnx", "inputs", "capture", "pack"]) },
    },
    {
      name: "map-draws-and-state-remembers",
      severity: "error",
      from: { path: "^src/viewer/(map|state)/" },
      to: { path: "^src/viewer/(head|matrix|attention|panels|search|keyboard)/" },
    },
    {
      name: "shared-rooms-know-no-page",
      severity: "error",
      from: { path: "^src/viewer/(data|state|map|keyboard|attention|search|panels)/" },
      to: { path: "^src/viewer/(head|matrix)/" },
    },
    {
      name: "where-headland-runs-is-asked-by-all",
      severity: "error",
      from: { path: "^src/package/" },
      to: { path: "^(src/(?!package/)|scripts/)" },
    },
    { name: "no-scripts-inside", severity: "error", from: { path: "^src/" }, to: { path: "^scripts/" } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".js", ".mjs", ".astro"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
