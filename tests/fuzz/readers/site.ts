/** manifest.json and heads.json of published atlases, as the site's build reads them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readAtlases } from "../../../src/integration/read-atlases.ts";
import { writeSyntheticAtlas } from "../../helpers/synthetic-atlas.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

const FILES = ["manifest.json", "heads.json"] as const;

/** What stands in the message of an atlas that is left out. */
class LeftOut extends Error {}

export const site: FuzzReader = {
  name: "site",
  what: "manifest.json, heads.json, where the site is built",
  cases: 5000,
  fewCases: 100,
  open: async (folder) => {
    const shape = { nLayers: 1, nHeads: 2, nSequences: 2 };
    const maps = { methods: ["pca"], dims: [2] } as const;
    await writeSyntheticAtlas(folder, { model: "model-a", dataset: "x", kind: "text", ...shape, maps });
    const whole = FILES.map((file) => readFileSync(join(folder, "model-a/x", file)));
    mkdirSync(join(folder, "base/model-a/x"), { recursive: true });
    return {
      tryOne: async (random) => {
        const damaged = random() < 0.5 ? 0 : 1;
        for (const [i, file] of FILES.entries())
          writeFileSync(
            join(folder, "base/model-a/x", file),
            i === damaged ? mutate(whole[i]!, "json", random) : whole[i]!,
          );
        const { atlases, leftOut } = await readAtlases(join(folder, "base"));
        if (atlases.size + leftOut.length !== 1) throw new Error("an atlas is gone without a word");
        if (leftOut[0] !== undefined) throw new LeftOut(leftOut[0]);
      },
    };
  },
  isRefusal: (error) =>
    error instanceof LeftOut && /left out[^]+(manifest|heads)\.json: \S/.test(error.message),
};
