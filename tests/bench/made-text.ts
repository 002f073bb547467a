/** Content with much more text of an embedded model's language than its dataset has, and of another seed. */
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { seedFrom } from "#math/random.ts";
import { labeledRows } from "../../src/training/data/text/rows.ts";

/** @param folder A new one, removed by the caller. @param nRows Of about sixty tokens each. */
export async function writeMadeText(folder: string, model: string, nRows: number): Promise<void> {
  for (const name of ["models", "datasets", "weights"]) await mkdir(join(folder, name), { recursive: true });
  await cp(join("content/weights", model), join(folder, "weights", model), { recursive: true });
  await writeFile(
    join(folder, "models", `${model}.yaml`),
    `name: ${model}\nsource: ./weights/${model}\ndatasets: [text]\n`,
  );
  await writeFile(
    join(folder, "datasets/text.yaml"),
    "name: Made text\nkind: text\nsource: ./text.jsonl\nlimit: { window: cut }\n",
  );
  const rows = labeledRows(seedFrom("many points", 1), nRows);
  const lines = rows.map(({ text }) => `${JSON.stringify({ text })}\n`);
  await writeFile(join(folder, "datasets/text.jsonl"), lines.join(""));
}
