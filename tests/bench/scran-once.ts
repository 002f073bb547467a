/**
 * One map by scran.js, in a process of its own; same arguments and answers as project-once.ts. SCRAN_JS says where the
 * package has been installed. One thread; everything else as its users get it, approximate neighbors included.
 *
 * node scran-once.ts <points.f32> <d> <out folder> <job>…   scran-umap-2, scran-tsne-2
 */
import { pathToFileURL } from "node:url";
import { unitRows } from "#math/kernels.ts";
import { measureJobs, type PointSet } from "./measure-jobs.ts";

interface Scran {
  initialize(options: { numberOfThreads: number }): Promise<boolean>;
  buildNeighborSearchIndex(
    points: Float64Array,
    shape: { numberOfDims: number; numberOfCells: number },
  ): object;
  runUmap(index: object, options: { neighbors: number; minDist: number; epochs: number }): Coordinates;
  runTsne(index: object, options: { perplexity: number }): Coordinates;
}
interface Coordinates {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const scran = (await import(pathToFileURL(process.env["SCRAN_JS"] ?? "").href)) as Scran;
await scran.initialize({ numberOfThreads: 1 });
await measureJobs((job, set) => {
  const { x, y } = project(job, set);
  const coordinates = Float32Array.from({ length: 2 * set.n }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!);
  return [{ name: job, coordinates }];
});
// Its threads would keep the process.
process.exit();

function project(job: string, { points, n, d }: PointSet): Coordinates {
  // It knows distance alone: between vectors of length 1 it has the order of the cosine.
  const rows = Float64Array.from(unitRows(points, n, d));
  const index = scran.buildNeighborSearchIndex(rows, { numberOfDims: d, numberOfCells: n });
  if (job === "scran-tsne-2") return scran.runTsne(index, { perplexity: 30 });
  return scran.runUmap(index, { neighbors: 15, minDist: 0.1, epochs: 500 });
}
