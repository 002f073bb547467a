/** Maps of up to 100,000 points: nearly all neighbors and repulsion by grains, beside all pairs and none. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unitRows } from "#math/kernels.ts";
import { shuffledIndices, seededRandom } from "#math/random.ts";
import { writeMadeText } from "./made-text.ts";
import {
  addCosts,
  capturePoints,
  cpus,
  embeddingPeer,
  keep,
  kernels,
  measuresOfMaps,
  median,
  runJobs,
  seconds,
  memory,
  type Cost,
  type HeadPoints,
} from "./projection-runs.ts";
import type { Bench } from "./run.ts";

const SIZES = [10_000, 20_000, 50_000, 100_000];
const JOBS = ["headland-umap-2", "headland-tsne-2", "plain-tsne-2", "headland-tsne-3"];
const MAPS = ["headland-tsne2", "plain-tsne2"].map((name) => ({ name, dim: 2 }));
const [MODEL, HEAD] = ["tiny-gpt", "L2H0"];
const N_ROWS = 4000;
const [N_DRAWN, PERPLEXITY_REACH] = [2000, 90];

const bench: Bench = {
  title: "Maps of up to 100,000 points",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-far-"));
    try {
      await writeMadeText(folder, MODEL, N_ROWS);
      const [head] = await capturePoints(MODEL, [HEAD], Math.max(...SIZES), folder);
      if (!head) throw new Error(`expected ${HEAD} of ${MODEL}`);
      return `${await bySize(head)}\n\n${await besidePeer(head, folder)}`;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
export default bench;

async function bySize(whole: HeadPoints): Promise<string> {
  const rows: string[] = [];
  const totals: [number, number[]][] = [];
  for (const size of SIZES) {
    const head = await cut(whole, size);
    const costs = new Map<string, Cost[]>();
    const nRuns = size > 10_000 ? 1 : 3;
    for (let i = 0; i < nRuns; i++)
      for (const job of JOBS) addCosts(costs, await runJobs("node", head, [job]));
    const of = (job: string): Cost[] => costs.get(job) ?? [];
    const [ours, plain] = await measuresOfMaps(head, MAPS);
    totals.push([head.n, JOBS.map((job) => median(cpus(of(job))))]);
    const cells = [
      head.n.toLocaleString("en"),
      ...JOBS.map((job) => seconds(of(job))),
      memory(of("headland-tsne-2")),
      ...[ours, plain].flatMap((map) => [map!.trustworthiness, map!.continuity].map((x) => x.toFixed(4))),
      ...recalls(head),
      nRuns,
    ];
    rows.push(`| ${cells.join(" | ")} |`);
    console.log(rows.at(-1));
  }
  const exponents = JOBS.map((_, j) => slope(totals.map(([n, cpu]) => [Math.log(n), Math.log(cpu[j]!)])));
  return `Queries and keys of ${MODEL} ${HEAD} on text of its language from another seed than its dataset's (no copies), perplexity 30. CPU seconds with the neighbor graph, each map in its own process, interleaved; medians of the runs. “All pairs” compares all pairs of points and lets points repel by no grains, as all sizes did before. Trustworthiness and continuity: k = 15, cosine, against exact neighbors, of up to 20,000 points drawn by seed. Recall: share of the exact 15 and 90 nearest neighbors that the search finds, of ${N_DRAWN.toLocaleString("en")} drawn points.

| points | UMAP 2-D | t-SNE 2-D | t-SNE 2-D, all pairs | t-SNE 3-D | peak MB, t-SNE 2-D | trustworthiness | continuity | trustworthiness, all pairs | continuity, all pairs | recall of 15 | recall of 90 | runs |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
| exponent | ${exponents.map((x) => x.toFixed(2)).join(" | ")} | | | | | | | | |

The exponent is the slope of log seconds over log points.`;
}

async function besidePeer(whole: HeadPoints, folder: string): Promise<string> {
  const version = await embeddingPeer(folder);
  const head = await cut(whole, 10_000);
  const costs = new Map<string, Cost[]>();
  for (let i = 0; i < 3; i++) {
    addCosts(costs, await runJobs("node", head, ["headland-umap-2"]));
    addCosts(costs, await runJobs("embedding", head, ["embedding-umap-2"]));
  }
  const [ours, theirs] = [costs.get("headland-umap-2") ?? [], costs.get("embedding-umap-2") ?? []];
  const names = ["headland-umap2", "embedding-umap-2"];
  const measures = await measuresOfMaps(
    head,
    names.map((name) => ({ name, dim: 2 })),
  );
  const row = (title: string, own: Cost[], m: number): string =>
    `| ${title} | ${seconds(own)} | ${memory(own)} | ${measures[m]!.trustworthiness.toFixed(4)} | ${(median(cpus(own)) / median(cpus(ours))).toFixed(1)} |`;
  return `**UMAP 2-D of ${head.n.toLocaleString("en")} of these points beside ${version}** (WebAssembly made of Rust; 15 neighbors, least distance 0.1, otherwise as it comes), medians of 3 interleaved runs; Headland's includes compiling:

| engine | CPU s | peak MB | trustworthiness | times Headland's CPU |
| --- | --- | --- | --- | --- |
${row("Headland", ours, 0)}
${row("embedding-atlas", theirs, 1)}`;
}

/** The queries and keys of the first tokens. */
async function cut({ points, n, d, name }: HeadPoints, wanted: number): Promise<HeadPoints> {
  const half = Math.floor(Math.min(wanted, n) / 2) * d;
  const own = new Float32Array(2 * half);
  own.set(points.subarray(0, half));
  own.set(points.subarray((n / 2) * d, (n / 2) * d + half), half);
  return keep(name, own, d);
}

/** Share of the exact neighbors that the search finds: of the nearest 15, and of all that t-SNE asks for. */
function recalls({ points, n, d }: HeadPoints): string[] {
  if (n < 16_000) return ["1 (exact)", "1 (exact)"];
  const found = kernels.nearlyAllNeighbors(points, n, d, PERPLEXITY_REACH, "cosine");
  const rows = unitRows(points, n, d);
  const drawn = shuffledIndices(n, seededRandom(1)).slice(0, N_DRAWN);
  const asked = Float32Array.from(
    { length: N_DRAWN * d },
    (_, at) => rows[drawn[Math.floor(at / d)]! * d + (at % d)]!,
  );
  // One more, because each point finds itself.
  const { dots } = kernels.highestDots(asked, rows, d, PERPLEXITY_REACH + 1);
  return [15, PERPLEXITY_REACH].map((k) => {
    let nFound = 0;
    for (let row = 0; row < N_DRAWN; row++) {
      const furthest = 1 - dots[row * (PERPLEXITY_REACH + 1) + k]! + 1e-6;
      const from = drawn[row]! * PERPLEXITY_REACH;
      for (const distance of found.distances.subarray(from, from + k)) if (distance <= furthest) nFound++;
    }
    return (nFound / (N_DRAWN * k)).toFixed(3);
  });
}

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const xy = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return xy / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
