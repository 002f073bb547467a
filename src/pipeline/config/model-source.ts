/** What `source:` of a model means. */
import type { HubSource } from "../hub/list-repo.ts";
import { localPath } from "./local-path.ts";
import { isModelFile } from "./model-entry.ts";

export type ModelSource =
  /** A folder in Hugging Face layout. */
  | { readonly kind: "folder"; readonly path: string }
  /** A .onnx or .safetensors file, or the index of several; what it needs besides may lie beside it. */
  | { readonly kind: "file"; readonly path: string }
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
  const path = localPath(text, root);
  return { kind: isModelFile(path.toLowerCase()) ? "file" : "folder", path };
}
