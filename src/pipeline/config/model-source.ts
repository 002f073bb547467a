/** What `source:` of a model means. */
import { HEADVIS, VECTORS } from "#atlas/tokens/source-text.ts";
import type { HubSource } from "../hub/list-repo.ts";
import { localPath } from "./local-path.ts";
import { isModelFile } from "./model-entry.ts";

export type ModelSource =
  /** A folder in Hugging Face layout. */
  | { readonly kind: "folder"; readonly path: string }
  /** A .onnx or .safetensors file, or the index of several; what it needs besides may lie beside it. */
  | { readonly kind: "file"; readonly path: string }
  /** Queries and keys that were captured elsewhere: a file, or a folder of several that make one model. */
  | { readonly kind: "vectors"; readonly path: string }
  /** The folder of a HeadVis tree. */
  | { readonly kind: "headvis"; readonly path: string }
  | ({ readonly kind: "hub" } & HubSource);

/**
 * @param text As the schema lets it through.
 * @param root Folder that relative paths start from: content/.
 */
export function parseModelSource(text: string, root: string): ModelSource {
  if (text.startsWith("hub:")) {
    const [repo = "", ...rest] = text.slice("hub:".length).split("@");
    return { kind: "hub", repo, revision: rest.length === 0 ? "main" : rest.join("@") };
  }
  if (text.startsWith(VECTORS)) return { kind: "vectors", path: localPath(text.slice(VECTORS.length), root) };
  if (text.startsWith(HEADVIS)) return { kind: "headvis", path: localPath(text.slice(HEADVIS.length), root) };
  const path = localPath(text, root);
  return { kind: isModelFile(path.toLowerCase()) ? "file" : "folder", path };
}
