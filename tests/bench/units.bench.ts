/**
 * What more machines bring: the same atlas by one machine, and in two and four units. Units run here one after the other, each as on a
 * machine of its own, and the speed-up is that of machines which run them at once: what one machine takes, by what the longest unit takes.
 */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../helpers/build-site.ts";
import { treeDigests } from "../helpers/tiny-content.ts";
import { measureProcess } from "./measure-process.ts";
import type { Bench } from "./run.ts";

const MODEL = "tiny-bert";
const POINTS = 10_000;
const COUNTS = [2, 4];

export default {
  title: "One machine and several",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-units-"));
    try {
      await cp(join(ROOT, "content"), join(folder, "content"), { recursive: true });
      await writeFile(
        join(folder, "content/datasets/stories.yaml"),
        `name: Stories\nkind: text\nsource: ./stories.jsonl\nlimit: { sequences: 1000, tokensPerSequence: 96, points: ${POINTS} }\n`,
      );
      const one = await run(folder, "build-atlas", `${MODEL} --force --workers 1`);
      const expected = await treeDigests(join(folder, "public/atlas", MODEL));
      const rows = [`| one machine | ${one.toFixed(1)} | | | 1.00 |`];
      for (const count of COUNTS) {
        await rm(join(folder, "public/atlas"), { recursive: true });
        const store = join(folder, `store-${count}`);
        const units: number[] = [];
        for (let index = 1; index <= count; index++)
          units.push(
            await run(
              folder,
              "build-atlas",
              `${MODEL} --unit ${index}/${count} --store "${store}" --workers 1`,
            ),
          );
        const merge = await run(folder, "merge-units", `${MODEL} --store "${store}"`);
        if (
          JSON.stringify(await treeDigests(join(folder, "public/atlas", MODEL))) !== JSON.stringify(expected)
        )
          throw new Error(`The atlas of ${count} units has other bytes than that of one machine.`);
        const [longest, all] = [Math.max(...units), units.reduce((a, b) => a + b, 0)];
        rows.push(
          `| ${count} units | ${all.toFixed(1)} | ${longest.toFixed(1)} | ${merge.toFixed(1)} | ${(one / longest).toFixed(2)} |`,
        );
      }
      return [
        `\`${MODEL}\` on a dataset of ${POINTS.toLocaleString("en")} points, 16 heads, all methods in 2-D and 3-D; CPU seconds of one worker. All atlases have the same bytes. The speed-up is simulated from these times: as many machines as there are units, without the merge.`,
        "",
        "| made by | CPU seconds | of the longest unit | of the merge | speed-up |",
        "| --- | ---: | ---: | ---: | ---: |",
        ...rows,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** @returns CPU seconds. */
async function run(folder: string, script: string, flags: string): Promise<number> {
  const command = `"${process.execPath}" "${join(ROOT, "scripts", `${script}.ts`)}" ${flags}`;
  const { cpuSeconds } = await measureProcess(command, { name: script, cwd: folder, env: process.env });
  return cpuSeconds;
}
