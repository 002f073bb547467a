/** Checkpoints: a damaged configuration, header or index beside weights; whatever is opened must run. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Random } from "#math/random.ts";
import { openModel } from "#pipeline/onnx/open-model.ts";
import { fixtureNames, readFixture, type Fixture } from "../../helpers/architecture-fixtures.ts";
import { writeFormulaModel } from "../../helpers/formula-weights.ts";
import { feedsOf } from "../../helpers/run-fixture.ts";
import { safetensorsFile } from "../../helpers/safetensors-writer.ts";
import { damageJson } from "../damage-json.ts";
import { mutate } from "../mutate.ts";
import type { FuzzReader } from "../reader.ts";

interface Seed {
  readonly fixture: Fixture;
  readonly folder: string;
  /** `model.safetensors` or its index. */
  readonly entry: string;
  /** What is there before it is damaged. */
  readonly files: ReadonlyMap<string, Buffer>;
}

export const checkpoints: FuzzReader = {
  name: "checkpoints",
  what: "configurations and weights of checkpoints",
  cases: 5_000,
  fewCases: 150,
  open: (folder) => {
    const seeds = fixtureNames()
      .filter((name) => !name.startsWith("full/"))
      .map((name, i) => seedOf(name, join(folder, String(i))));
    return {
      tryOne: async (random) => {
        const seed = seeds[Math.floor(random() * seeds.length)]!;
        for (const [path, bytes] of seed.files) writeFileSync(path, bytes);
        damage(seed, random);
        const model = await openModel(seed.entry);
        try {
          const feeds = feedsOf(model, seed.fixture);
          await model.run(feeds, Object.values(feeds)[0]?.dims[0] ?? 1);
        } finally {
          await model.release();
        }
      },
    };
  },
};

function seedOf(name: string, folder: string): Seed {
  mkdirSync(folder);
  const fixture = readFixture(name);
  const entry = writeFormulaModel(folder, fixture);
  const paths = [join(folder, "config.json"), entry];
  return { fixture, folder, entry, files: new Map(paths.map((path) => [path, readFileSync(path)])) };
}

function damage({ entry, files, folder }: Seed, random: Random): void {
  const config = join(folder, "config.json");
  if (random() < 0.6) {
    writeFileSync(config, mutate(files.get(config)!, "json", random));
    return;
  }
  const bytes = files.get(entry)!;
  if (entry.endsWith(".json")) {
    writeFileSync(entry, mutate(bytes, "json", random));
    return;
  }
  if (random() < 0.2) {
    writeFileSync(entry, mutate(bytes, "binary", random));
    return;
  }
  // The header says something else of the same bytes.
  const end = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, end).toString("utf8")) as object;
  writeFileSync(
    entry,
    safetensorsFile(JSON.stringify(damageJson(header, random) ?? null), bytes.subarray(end)),
  );
}
