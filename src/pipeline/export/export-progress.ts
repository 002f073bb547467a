/** How far an export is. Counts are bytes in a download, sequences in a capture, heads otherwise. */
export interface ExportProgress {
  readonly stage: "download" | "capture" | "write";
  readonly nDone: number;
  readonly nTotal: number;
  /** Downloads only. */
  readonly file?: string;
}
