/**
 * What finding heads costs beside their maps, in a process of its own: `<content> <model> <heads>` captures the model on its
 * dataset, computes the heads in turn with and without what was added for finding them, and prints a line of JSON.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatHead } from "#atlas/head/head-id.ts";
import { captureModel, costsOfModel } from "./measures-model.ts";
import { headInWork, withMeasures, withoutMeasures, PARTS } from "./measures-head.ts";

/** So often all is computed before anything is timed: until then it is compiled. */
const WARM_UP = 1;
const ROUNDS = Number(process.env["RUNS"] ?? 5);

const [content = "", model = "", names = ""] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "headland-measures-"));
try {
  const captured = await captureModel(content, model, folder, cpuMs);
  const wanted = names.split(",");
  const tasks = captured.tasks.filter(({ head }) => wanted.includes(formatHead(head)));
  const heads = await Promise.all(tasks.map(headInWork));
  const [plain, whole]: [number[], number[]] = [[], []];
  const parts = new Map<string, number[]>();
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [h, head] of heads.entries()) {
      const both = [
        { runs: plain, run: () => withoutMeasures(head) },
        { runs: whole, run: () => withMeasures(head) },
      ];
      // Whichever comes second finds the memory of the first: they take turns.
      for (const { runs, run } of (round + h) % 2 === 0 ? both : both.toReversed()) {
        const ms = await cpuMs(run);
        if (round >= 0) runs.push(ms);
      }
      for (const { name, run } of PARTS) {
        const ms = await cpuMs(() => run(head));
        if (round >= 0) parts.set(name, [...(parts.get(name) ?? []), ms]);
      }
    }
  }
  const { nTokens, dHead } = heads[0]!.vectors.shape;
  const ofModel = await costsOfModel(captured, cpuMs);
  console.log(
    JSON.stringify({
      nTokens,
      dHead,
      nHeads: captured.tasks.length,
      plain,
      whole,
      parts: PARTS.map(({ name, isMeasure }) => ({ name, isMeasure, ms: parts.get(name) ?? [] })),
      ofModel,
    }),
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Of the process, with the threads that collect garbage and compile. */
async function cpuMs(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
