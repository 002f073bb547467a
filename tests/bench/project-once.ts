/**
 * Projects a head's points with Headland or umap-js in a process of its own, so that its memory can be told.
 * Same arguments and answers as peers.py; nothing is run beforehand, so compiling counts.
 *
 * node project-once.ts <points.f32> <d> <out folder> <job>…   headland-six, headland-umap-2, plain-tsne-2, umap-js-3~4 …
 *
 * The number behind a ~ is the seed, 0 without it. `plain` compares all pairs and has no grains, however many points there are.
 */
import { readFileSync } from "node:fs";
import { UMAP } from "umap-js";
import { projectionName, type Projection } from "#atlas/method.ts";
import { Kernels } from "#math/kernels.ts";
import type { Neighbors } from "#math/neighbors/neighbors.ts";
import { seededRandom } from "#math/random.ts";
import { projectHead } from "#pipeline/project/project-head.ts";
import { measureJobs, type NamedMap, type PointSet } from "./measure-jobs.ts";

/** The defaults of a dataset, written out: loading their schema would count as ours. */
const OPTIONS = {
  engine: "headland",
  metric: "cosine",
  perplexity: 30,
  nNeighbors: 15,
  minDist: 0.1,
  epochs: null,
  iterations: 750,
} as const;
class PlainKernels extends Kernels {
  override nearlyAllNeighbors(...args: Parameters<Kernels["nearestNeighbors"]>): Neighbors {
    return this.nearestNeighbors(...args);
  }

  override tsne(...[start, dim, pairs, options]: Parameters<Kernels["tsne"]>): ReturnType<Kernels["tsne"]> {
    return super.tsne(start, dim, pairs, { ...options, grain: 0 });
  }
}

await measureJobs((job, set) =>
  job.startsWith("umap-js")
    ? [{ name: job, coordinates: umapJs(Number(job[8]), seedOf(job), set) }]
    : headland(job, set),
);

function seedOf(job: string): number {
  return Number(job.split("~")[1] ?? 0);
}

function headland(job: string, { points, n, d }: PointSet): NamedMap[] {
  const [engine = ""] = job.split("-");
  const module = new WebAssembly.Module(readFileSync("src/kernels/kernels.wasm"));
  const kernels = engine === "plain" ? new PlainKernels(module) : new Kernels(module);
  const attentionLinks = {
    starts: new Int32Array(n + 1),
    others: new Int32Array(0),
    weights: new Float32Array(0),
  };
  const { maps } = projectHead({
    points,
    n,
    d,
    attentionLinks,
    projections: projectionsOf(job),
    options: OPTIONS,
    kernels,
    seed: seedOf(job),
  });
  return maps.map(({ projection, coordinates }) => ({
    name: `${engine}-${projectionName(projection)}${job.includes("~") ? `~${seedOf(job)}` : ""}`,
    coordinates,
  }));
}

function projectionsOf(job: string): Projection[] {
  const methods = ["pca", "umap", "tsne"] as const;
  const all = methods.flatMap((method) => ([2, 3] as const).map((dim) => ({ method, dim })));
  const [, method, dim] = job.split("~")[0]!.split("-");
  if (method === "six") return all;
  return all.filter((projection) => projection.method === method && projection.dim === Number(dim));
}

/** As its users call it: its own neighbors, start and number of epochs. */
function umapJs(nComponents: number, seed: number, { points, n, d }: PointSet): Float32Array {
  const rows = Array.from({ length: n }, (_, i) => Array.from(points.subarray(i * d, (i + 1) * d)));
  const random = seededRandom(seed);
  const umap = new UMAP({ nComponents, nNeighbors: 15, minDist: 0.1, random, distanceFn: cosine });
  return Float32Array.from(umap.fit(rows).flat());
}

function cosine(a: number[], b: number[]): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x = 0, y = 0] = [a[i], b[i]];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa * bb > 0 ? 1 - ab / Math.sqrt(aa * bb) : 1;
}
