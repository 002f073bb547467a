/** Single maps of 10,000 points against other engines. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./run.ts";
import {
  addCosts,
  capturePoints,
  cpus,
  median,
  memory,
  pythonPeers,
  resize,
  runJobs,
  scranPeer,
  seconds,
  trustOf,
  type Cost,
  type HeadPoints,
} from "./projection-runs.ts";

const N_RUNS = Number(process.env["RUNS"] ?? 3);

const bench: Bench = {
  title: "One map of 10,000 points against other engines",
  run: async () => {
    const versions = await pythonPeers();
    const [real] = await capturePoints("tiny-gpt", ["L2H0"], 5056);
    if (!real) throw new Error("expected a head of tiny-gpt");
    const python = versions ?? "**the Python peers are not installed here: their rows are left out**";
    const folder = await mkdtemp(join(tmpdir(), "headland-scran-"));
    try {
      const peers = `umap-js 1.4.0, ${await scranPeer(folder)} (approximate neighbors, as it comes), ${python}`;
      return `Medians of ${N_RUNS} interleaved runs, each in its own process; CPU seconds (user + system) on one thread. The figures of the peers, except umap-js, exclude imports and compilation; those of Headland include them. Peers: ${peers}.

${await single(await resize(real, 10_000), versions !== null)}`;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
export default bench;

async function single(head: HeadPoints, hasPython: boolean): Promise<string> {
  const python = hasPython ? ["umap-learn-2", "sklearn-tsne-2-1000"] : [];
  const costs = new Map<string, Cost[]>();
  for (let i = 0; i < N_RUNS; i++) {
    // A process each, for its memory.
    for (const job of ["headland-umap-2", "headland-tsne-2", "umap-js-2"])
      addCosts(costs, await runJobs("node", head, [job]));
    for (const job of ["scran-umap-2", "scran-tsne-2"]) addCosts(costs, await runJobs("scran", head, [job]));
    for (const job of python) addCosts(costs, await runJobs("python", head, [job]));
  }
  const row = async (title: string, job: string, file: string, ours: string): Promise<string> => {
    const theirs = costs.get(job);
    if (!theirs) return `| ${title} | not installed | – | – | – |`;
    const times = (median(cpus(theirs)) / median(cpus(costs.get(ours) ?? []))).toFixed(1);
    return `| ${title} | ${seconds(theirs)} | ${memory(theirs)} | ${(await trustOf(head, file, 2)).toFixed(4)} | ${times} |`;
  };
  const rows = [
    await row("UMAP, Headland", "headland-umap-2", "headland-umap2", "headland-umap-2"),
    await row("UMAP, umap-learn", "umap-learn-2", "umap-learn-2", "headland-umap-2"),
    await row("UMAP, umap-js", "umap-js-2", "umap-js-2", "headland-umap-2"),
    await row("UMAP, scran.js", "scran-umap-2", "scran-umap-2", "headland-umap-2"),
    await row("t-SNE, Headland", "headland-tsne-2", "headland-tsne2", "headland-tsne-2"),
    await row("t-SNE, scran.js (1,000 iterations)", "scran-tsne-2", "scran-tsne-2", "headland-tsne-2"),
    await row(
      "t-SNE, scikit-learn (1,000 iterations)",
      "sklearn-tsne-2-1000",
      "sklearn-tsne-2-1000",
      "headland-tsne-2",
    ),
  ];
  return `**One 2-D map of ${head.n.toLocaleString("en")} points** (the head of tiny-gpt and copies of it moved by a twentieth of each axis' spread), perplexity 30:

| engine | CPU s | peak MB | trustworthiness | times Headland's CPU |
| --- | --- | --- | --- | --- |
${rows.join("\n")}`;
}
