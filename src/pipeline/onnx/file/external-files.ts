/** Finds the files beside a graph that hold its weights, as its tensors name them. */
import { isAbsolute, normalize, sep } from "node:path";
import { ModelError } from "../../errors.ts";
import { indexModel } from "./index-model.ts";
import { tensorsOf, type OnnxGraph } from "./onnx-graph.ts";

/**
 * Paths relative to the graph's folder, with forward slashes, sorted. The function does not check whether the files
 * exist.
 *
 * @throws {ModelError} if the file is damaged, or names weights outside its folder.
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

/** As the tensors spell them, including those of subgraphs and attributes; each once. */
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
  throw new ModelError({
    what: "external data lies outside the model's folder",
    where: modelPath,
    expected: "a file beside the model",
    received: JSON.stringify(location),
    cure: "Such a file can make programs read files that they should not read. Take the model from another source.",
  });
}
