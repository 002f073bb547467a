/** The large test inputs beside the repository: exports of real architectures with reference values from PyTorch. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const ZOO = "../shared/zoo";
export const hasZoo = existsSync(ZOO);

/** Folders with a reference. */
export function zooModels(): string[] {
  return readdirSync(ZOO)
    .filter((name) => existsSync(zooFile(name, "reference.json")))
    .sort();
}

export function zooFile(name: string, path: string): string {
  return join(ZOO, name, path);
}
