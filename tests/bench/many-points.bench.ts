/** A model of full size with as many points in each of its 144 heads as a map can usefully show. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildRow, FULL_SIZE, TABLE_HEAD } from "./full-size-build.ts";
import type { Bench } from "./run.ts";

const MODEL = "gpt2";
const POINTS = 10_000;

export default {
  title: "144 heads of 10,000 points",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-many-"));
    try {
      const rows: string[] = [];
      for (const model of FULL_SIZE.filter(({ name }) => name === MODEL))
        rows.push(await buildRow(folder, model, POINTS));
      return [
        "A model with the shape of GPT-2 (12 layers and 12 heads, d_head 64) and random weights; all four methods in 2-D and 3-D, with two workers. Memory is the peak of the whole build.",
        "",
        ...TABLE_HEAD,
        ...rows,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;
