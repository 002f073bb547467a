/**
 * One map by scran.js, in a process of its own; same arguments and answers as project-once.ts. SCRAN_JS says where the
 * package has been installed. One thread; everything else as its users get it, approximate neighbors included.
 *
 * node scran-once.ts <points.f32> <d> <out folder> <job>…   scran-umap-2, scran-tsne-2
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

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

const [file = "", width = "", folder = "", ...jobs] = process.argv.slice(2);
const scran = (await import(pathToFileURL(process.env["SCRAN_JS"] ?? "").href)) as Scran;
await scran.initialize({ numberOfThreads: 1 });
const bytes = readFileSync(file);
const points = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const d = Number(width);
const n = points.length / d;
for (const job of jobs) {
  const before = process.cpuUsage();
  const { x, y } = project(job);
  const { user, system } = process.cpuUsage(before);
  const coordinates = Float32Array.from({ length: 2 * n }, (_, at) => (at % 2 === 0 ? x : y)[at >> 1]!);
  writeFileSync(join(folder, `${job}.f32`), new Uint8Array(coordinates.buffer));
  const peakMb = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ job, cpu: (user + system) / 1e6, peakMb }));
}
// Its threads would keep the process.
process.exit();

function project(job: string): Coordinates {
  const index = scran.buildNeighborSearchIndex(unitLength(), { numberOfDims: d, numberOfCells: n });
  if (job === "scran-tsne-2") return scran.runTsne(index, { perplexity: 30 });
  return scran.runUmap(index, { neighbors: 15, minDist: 0.1, epochs: 500 });
}

/** It knows distance alone: between vectors of length 1 it has the order of the cosine. */
function unitLength(): Float64Array {
  const unit = Float64Array.from(points);
  for (let i = 0; i < n; i++) {
    const row = unit.subarray(i * d, (i + 1) * d);
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    if (length > 0) row.forEach((x, axis) => (row[axis] = x / length));
  }
  return unit;
}
