/** What is asked of a model on the hub, and what comes of it. */
import type { Digests } from "../cache/digest-index.ts";
import type { AskedEntry, ModelEntry } from "../config/model-entry.ts";
import type { HubSettings } from "./settings.ts";

export interface FetchedModel extends ModelEntry {
  /** In Hugging Face layout; its files may be links. */
  readonly folder: string;
  /** The commit of the revision; null for files from the cache of transformers.js, which does not record it. */
  readonly commit: string | null;
  /** Why the cache was used although the hub was asked, or which cached files were damaged and downloaded again. */
  readonly warning?: string;
}

export interface FetchOptions {
  readonly settings: HubSettings;
  /** What the author says of the files that the model is opened through; by default the best that it has. */
  readonly asked?: AskedEntry;
  /** If false, only the files that describe a model's input are fetched, e.g. a tokenizer's folder. */
  readonly needsModel?: boolean;
  /** Whether a tokenizer has to be among them. */
  readonly needsTokenizer?: boolean;
  /** Remembered facts about files: unchanged files are not read again. If not given, all files are read. */
  readonly digests?: Pick<Digests, "content" | "fact">;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FetchProgress) => void;
}

export interface FetchProgress {
  /** The current file, or the reason for waiting. */
  readonly file: string;
  readonly nBytes: number;
  readonly nTotalBytes: number;
}
