/** How true the maps are, beside those of the reference implementations. */
import type { Bench } from "./run.ts";
import { capturePoints, keep, measuresOf, pythonPeers, runJobs, type HeadPoints } from "./projection-runs.ts";
import { seededRandom } from "#math/random.ts";

const SEEDS = [1, 2, 3, 4, 5];
const N_POINTS = Number(process.env["POINTS"] ?? 1200);
const SETS = [
  ["tiny-gpt", "L2H0"],
  ["tiny-bert", "L1H0"],
  ["tiny-vit", "L1H1"],
] as const;
/** How far a map may stay behind, in trustworthiness and in recall of neighbors. */
const ALLOWED = 0.005;

/** Map, our file, and the references' jobs with the names they go by. */
const MAPS = [
  ["PCA 2-D", "headland-pca2", [["scikit-learn", "sklearn-pca-2"]], 2],
  ["PCA 3-D", "headland-pca3", [["scikit-learn", "sklearn-pca-3"]], 3],
  ["UMAP 2-D", "headland-umap2", [["umap-learn", "umap-spectral-2"], ["umap-js", "umap-js-2"]], 2],
  ["UMAP 3-D", "headland-umap3", [["umap-learn", "umap-spectral-3"], ["umap-js", "umap-js-3"]], 3],
  ["t-SNE 2-D", "headland-tsne2", [["scikit-learn", "sklearn-tsne-2-1000"]], 2],
  ["t-SNE 3-D", "headland-tsne3", [["scikit-learn", "sklearn-tsne-3-1000"]], 3],
] as const; // prettier-ignore

const bench: Bench = {
  title: "How true the maps are, beside the reference implementations",
  run: async () => {
    const versions = await pythonPeers();
    const heads: HeadPoints[] = [];
    for (const [model, name] of SETS) heads.push(...(await capturePoints(model, [name], N_POINTS)));
    heads.push(await keep("made: clusters, spirals, noise", madePoints(N_POINTS, 64), 64));
    const parts: string[] = [];
    for (const head of heads) parts.push(await compare(head, versions !== null));
    const peers = versions ?? "**the Python peers are not installed here: their rows are left out**";
    return `Trustworthiness and recall of the 15 nearest neighbors (cosine, all points), means over seeds ${SEEDS[0]} … ${SEEDS.at(-1)}. The signed number says how far Headland is ahead. Each implementation uses its defaults (t-SNE: 1,000 iterations, perplexity 30). Peers: umap-js 1.4.0, ${peers}. A row is marked as held if Headland is at most ${ALLOWED} behind in both measures.

${parts.join("\n\n")}`;
  },
};
export default bench;

interface Truth {
  readonly trust: number;
  readonly recall: number;
}

async function compare(head: HeadPoints, hasPython: boolean): Promise<string> {
  const seeded = (job: string): string[] => SEEDS.map((seed) => `${job}~${seed}`);
  await runJobs("node", head, [...seeded("headland-six"), ...seeded("umap-js-2"), ...seeded("umap-js-3")]);
  const python = MAPS.flatMap(([, , references]) => references.map(([, job]) => job)).filter(
    (job) => !job.startsWith("umap-js"),
  );
  if (hasPython) await runJobs("python", head, python.flatMap(seeded));
  const rows: string[] = [];
  for (const [title, our, references, dim] of MAPS) {
    const ours = await meanTruth(head, seeded(our), dim);
    for (const [name, job] of references) {
      if (!hasPython && !job.startsWith("umap-js")) continue;
      const theirs = await meanTruth(head, seeded(job), dim);
      const ahead = { trust: ours.trust - theirs.trust, recall: ours.recall - theirs.recall };
      const isHeld = ahead.trust >= -ALLOWED && ahead.recall >= -ALLOWED;
      const cells = [
        title,
        name,
        `${theirs.trust.toFixed(4)} ${signed(ahead.trust)}`,
        `${theirs.recall.toFixed(4)} ${signed(ahead.recall)}`,
        isHeld ? "yes" : "**no**",
      ];
      rows.push(`| ${cells.join(" | ")} |`);
    }
  }
  return `**${head.name}**, ${head.n.toLocaleString("en")} points, ${head.d} axes

| map | reference | its trustworthiness, ours ahead | its recall, ours ahead | held |
| --- | --- | --- | --- | --- |
${rows.join("\n")}`;
}

async function meanTruth(head: HeadPoints, files: readonly string[], dim: number): Promise<Truth> {
  let [trust, recall] = [0, 0];
  for (const file of files) {
    const measures = await measuresOf(head, file, dim);
    trust += measures.trustworthiness / files.length;
    recall += measures.neighborRecall / files.length;
  }
  return { trust, recall };
}

function signed(x: number): string {
  return `${x < 0 ? "−" : "+"}${Math.abs(x).toFixed(4)}`;
}

/** A third in twelve clusters, a third along two spirals through random planes, a third noise. */
function madePoints(n: number, d: number): Float32Array {
  const random = seededRandom(n);
  const around = (): number => random() + random() + random() + random() - 2;
  const directions = Array.from({ length: 16 }, () => Float32Array.from({ length: d }, () => around()));
  const points = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const kind = i % 3;
    const turn = random() * 12;
    for (let axis = 0; axis < d; axis++) {
      const [a, b] = [directions[12 + (i % 2) * 2]![axis]!, directions[13 + (i % 2) * 2]![axis]!];
      const center = kind === 0 ? 2 * directions[Math.floor(i / 3) % 12]![axis]! : 0;
      const along = kind === 1 ? (turn / 6) * (a * Math.cos(turn) + b * Math.sin(turn)) : 0;
      points[i * d + axis] = center + along + (kind === 2 ? 1 : 0.4) * around();
    }
  }
  return points;
}
