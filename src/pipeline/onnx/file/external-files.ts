/** Files beside a graph in which it keeps weights, as its tensors name them. */
import { isAbsolute, normalize, sep } from "node:path";
import { describeProblem, ModelError } from "../../errors.ts";
import { indexModel } from "./index-model.ts";
import { tensorsOf, type OnnxGraph } from "./onnx-graph.ts";

/**
 * Paths as seen from the graph's folder, with forward slashes, in the order of their names; whether they are there is
 * not looked at.
 *
 * @throws {ModelError} if the file is damaged, or names weights outside of its folder.
 */
export function externalFiles(path: string): string[] {
  const model = indexModel(path);
  try {
    const files = locationsIn(model).map((location) => pathBeside(path, location));
    return [...new Set(files.map((file) => file.replaceAll(sep, "/")))].sort();
  } finally {
    model.file.close();
  }
}

/** As the tensors spell them, those of subgraphs and attributes too; each once. */
export function locationsIn(graph: OnnxGraph): string[] {
  const locations = new Set<string>();
  for (const { external } of tensorsOf(graph)) if (external) locations.add(external.location);
  return [...locations];
}

/** @returns The location as a path from the model's folder. @throws {ModelError} if it leads out of it. */
export function pathBeside(modelPath: string, location: string): string {
  const path = normalize(location);
  if (location !== "" && !location.includes("\0") && !isAbsolute(path) && !path.split(sep).includes(".."))
    return path;
  throw new ModelError(
    describeProblem({
      what: "external data lies outside the model's folder",
      where: modelPath,
      expected: "a file beside the model",
      received: JSON.stringify(location),
      cure: "Such a file can make programs read what they should not: take the model from another source.",
    }),
  );
}
