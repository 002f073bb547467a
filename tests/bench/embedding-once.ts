/**
 * One map by embedding-atlas, in a process of its own; same arguments and answers as project-once.ts. EMBEDDING_ATLAS says
 * where its UMAP has been installed. Neighbors, epochs and start are as its users get them.
 *
 * node embedding-once.ts <points.f32> <d> <out folder> embedding-umap-2
 */
import { pathToFileURL } from "node:url";
import { measureJobs } from "./measure-jobs.ts";

interface EmbeddingAtlas {
  createUMAP(
    count: number,
    inputDim: number,
    outputDim: number,
    data: Float32Array,
    options: { metric: "cosine"; nNeighbors: number; minDist: number; seed: number },
  ): Promise<{ readonly embedding: Float32Array; run(): Promise<void> }>;
}

const peer = (await import(pathToFileURL(process.env["EMBEDDING_ATLAS"] ?? "").href)) as EmbeddingAtlas;
await measureJobs(async (job, { points, n, d }) => {
  const umap = await peer.createUMAP(n, d, 2, points, {
    metric: "cosine",
    nNeighbors: 15,
    minDist: 0.1,
    seed: 0,
  });
  await umap.run();
  return [{ name: job, coordinates: Float32Array.from(umap.embedding) }];
});
process.exit();
