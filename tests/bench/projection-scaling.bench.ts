/** How Headland's own maps grow with the number of points. */
import type { Bench } from "./run.ts";
import { capturePoints, median, resize, runJobs, trustOf, type Cost } from "./projection-runs.ts";

const SIZES = [1000, 2000, 5000, 10_000, 20_000, 50_000];
const JOBS = ["headland-umap-2", "headland-tsne-2", "headland-tsne-3"];

const bench: Bench = {
  title: "Projection by number of points",
  run: async () => {
    const [head] = await capturePoints("tiny-gpt", ["L2H0"], 5056);
    if (!head) throw new Error("expected a head of tiny-gpt");
    const rows: string[] = [];
    const totals: { n: number; cpu: number[] }[] = [];
    for (const n of SIZES) {
      const sized = await resize(head, n);
      const nRuns = n > 20_000 ? 1 : 3;
      const costs = new Map<string, Cost[]>();
      for (let i = 0; i < nRuns; i++) {
        for (const job of JOBS) {
          const cost = (await runJobs("node", sized, [job])).get(job);
          if (cost) costs.set(job, [...(costs.get(job) ?? []), cost]);
        }
      }
      const all = JOBS.map((job) => costs.get(job) ?? []);
      const cpu = all.map((of) => median(of.map((cost) => cost.cpu)));
      const trust = await trustOf(sized, "headland-tsne2", 2);
      const peak = Math.max(...all.flatMap((of) => of.map((cost) => cost.peakMb)));
      totals.push({ n, cpu });
      const cells = [
        n.toLocaleString("en"),
        ...cpu.map((s) => s.toFixed(2)),
        peak.toFixed(0),
        trust.toFixed(4),
        nRuns,
      ];
      rows.push(`| ${cells.join(" | ")} |`);
    }
    const exponents = JOBS.map((_, j) => slope(totals.map(({ n, cpu }) => [Math.log(n), Math.log(cpu[j]!)])));
    return `CPU seconds, including the neighbor graph, with each map in its own process; medians of the runs. The points come from a head of tiny-gpt; beyond 5,056 points, copies of them are added, each moved by a twentieth of each axis' spread.

| points | UMAP 2-D | t-SNE 2-D | t-SNE 3-D | peak MB | trustworthiness of t-SNE 2-D | runs |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
| exponent | ${exponents.map((x) => x.toFixed(2)).join(" | ")} | | | |

The exponent is the slope of log seconds over log points.`;
  },
};
export default bench;

function slope(points: readonly (readonly [number, number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const xy = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return xy / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
