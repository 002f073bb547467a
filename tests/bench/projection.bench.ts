/** Six maps of a real head against the recipe AttentionViz publishes. */
import type { Bench } from "./run.ts";
import {
  addCosts,
  capturePoints,
  cpus,
  median,
  memory,
  pythonPeers,
  runJobs,
  seconds,
  trustOf,
  type Cost,
  type HeadPoints,
} from "./projection-runs.ts";

const SEEDS = Array.from({ length: Number(process.env["RUNS"] ?? 3) }, (_, i) => i + 1);
const OURS = "headland-six";
/** Of AttentionViz' demo. */
const N_POINTS = 5056;
/** Model and head, e.g. `HEADS="tiny-gpt L3H3,mine L0H1"`, from the folder `CONTENT`; `ABOUT` says what models those are. */
const HEADS = (process.env["HEADS"] ?? "tiny-gpt L3H3").split(",").map((head) => head.trim().split(" "));
const RECIPE = [
  "sklearn-pca-2",
  "sklearn-pca-3",
  "umap-learn-2",
  "umap-learn-3",
  "sklearn-tsne-2-300",
  "sklearn-tsne-3-300",
];
const TWINS = [
  ["PCA 2-D", "headland-pca2", "sklearn-pca-2", 2],
  ["PCA 3-D", "headland-pca3", "sklearn-pca-3", 3],
  ["UMAP 2-D", "headland-umap2", "umap-learn-2", 2],
  ["UMAP 3-D", "headland-umap3", "umap-learn-3", 3],
  ["t-SNE 2-D", "headland-tsne2", "sklearn-tsne-2-300", 2],
  ["t-SNE 3-D", "headland-tsne3", "sklearn-tsne-3-300", 3],
] as const;

const bench: Bench = {
  title: "Six maps of a head against the AttentionViz recipe",
  run: async () => {
    const versions = await pythonPeers();
    const parts = [
      `Medians of ${SEEDS.length} interleaved runs, each in its own process and with its own seed; CPU seconds (user + system) on one thread. The figures of the peers exclude imports and compilation; those of Headland include them. Trustworthiness: k = 15, cosine, all points, mean ± standard deviation of the runs.`,
      versions === null
        ? "**The Python peers are not installed here: their rows are left out.**"
        : `Peers: ${versions}.`,
      ...(process.env["ABOUT"] === undefined ? [] : [process.env["ABOUT"]]),
    ];
    for (const [model = "", name = ""] of HEADS) {
      const [head] = await capturePoints(model, [name], N_POINTS);
      if (head) parts.push(await recipe(head, versions !== null));
    }
    return parts.join("\n\n");
  },
};
export default bench;

async function recipe(head: HeadPoints, hasPython: boolean): Promise<string> {
  const costs = await interleaved(head, hasPython ? RECIPE : []);
  const ours = costs.get(OURS) ?? [];
  const rows: string[] = [];
  for (const [title, our, their, dim] of TWINS) {
    const theirs = costs.get(their);
    const cells = theirs ? [seconds(theirs), await meanTrust(head, their, dim)] : ["not installed", "–"];
    rows.push(`| ${[title, ...cells, await meanTrust(head, our, dim)].join(" | ")} |`);
  }
  const whole = RECIPE.reduce((sum, job) => sum + median(cpus(costs.get(job) ?? [])), 0);
  const gain = hasPython
    ? ` The recipe's six: ${whole.toFixed(1)} s, **${(whole / median(cpus(ours))).toFixed(1)} times** as much.`
    : "";
  return `**${head.name}**, ${head.n} points, d_head ${head.d}. The recipe: scikit-learn t-SNE (perplexity 50, 300 iterations, random start), umap-learn (random start), PCA.

| map | recipe, CPU s | recipe, trustworthiness | Headland, trustworthiness |
| --- | --- | --- | --- |
${rows.join("\n")}

Headland, all six from one neighbor graph: ${seconds(ours)} s, ${memory(ours)} MB.${gain}`;
}

/** Run i has seed i. */
async function interleaved(head: HeadPoints, python: readonly string[]): Promise<Map<string, Cost[]>> {
  const costs = new Map<string, Cost[]>();
  for (const seed of SEEDS) {
    for (const [engine, jobs] of [
      ["node", [OURS]],
      ["python", python],
    ] as const) {
      if (jobs.length === 0) continue;
      const seeded = await runJobs(
        engine,
        head,
        jobs.map((job) => `${job}~${seed}`),
      );
      addCosts(costs, new Map([...seeded].map(([job, cost]) => [job.split("~")[0]!, cost])));
    }
  }
  return costs;
}

/** With its standard deviation from seed to seed. */
async function meanTrust(head: HeadPoints, name: string, dim: number): Promise<string> {
  const trusts: number[] = [];
  for (const seed of SEEDS) trusts.push(await trustOf(head, `${name}~${seed}`, dim));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(mean(trusts.map((trust) => (trust - mean(trusts)) ** 2)));
  return `${mean(trusts).toFixed(4)} ± ${deviation.toFixed(4)}`;
}
