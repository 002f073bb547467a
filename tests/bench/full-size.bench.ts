/** Models of the size that people use, with random weights, from the ONNX file to pages. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSite } from "../helpers/build-site.ts";
import { buildRow, FULL_SIZE as MODELS, TABLE_HEAD } from "./full-size-build.ts";
import type { Bench } from "./run.ts";

const POINTS = 2_000;

export default {
  title: "Models of full size, from file to pages",
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), "headland-full-"));
    try {
      const rows: string[] = [];
      for (const model of MODELS) rows.push(await buildRow(folder, model, POINTS));
      const began = performance.now();
      const site = await buildSite({ folder: join(folder, "site"), publicFolder: join(folder, "public") });
      const pages = await shown(site.address);
      await site.close();
      return [
        "Random weights of 12 layers and 12 heads, d_head 64; all four methods in 2-D and 3-D, two workers. Memory is the peak of the whole build.",
        "",
        ...TABLE_HEAD,
        ...rows,
        "",
        `Building the site of all ${MODELS.length * 144} heads takes ${((performance.now() - began) / 1000).toFixed(0)} s; ${pages}.`,
      ].join("\n");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Bench;

/** Asks for the last head of every model, as a browser would. */
async function shown(url: string): Promise<string> {
  const asked = await Promise.all(
    MODELS.map(async ({ name, dataset }) => {
      const response = await fetch(`${url}${name}/${dataset}/L11H11/`);
      if (!response.ok) throw new Error(`${name}: its last head has no page (${response.status}).`);
      return (await response.text()).length;
    }),
  );
  return `the pages of the last heads have ${asked.map((length) => (length / 1000).toFixed(0)).join(", ")} kB`;
}
