/** What `source:` of a model means. */
import { extname, isAbsolute, resolve } from "node:path";
import type { HubSource } from "../hub/list-repo.ts";

export type ModelSource =
  /** A folder in Hugging Face layout. */
  | { readonly kind: "folder"; readonly path: string }
  /** A .onnx file; what it needs besides may lie beside it. */
  | { readonly kind: "file"; readonly path: string }
  | ({ readonly kind: "hub" } & HubSource);

/**
 * @param text As the schema lets it through.
 * @param root Folder that relative paths start from: content/.
 */
export function parseModelSource(text: string, root: string): ModelSource {
  if (text.startsWith("hub:")) {
    const [repo = "", revision = "main"] = text.slice("hub:".length).split("@");
    return { kind: "hub", repo, revision };
  }
  const path = isAbsolute(text) ? text : resolve(root, text);
  return { kind: extname(path).toLowerCase() === ".onnx" ? "file" : "folder", path };
}
