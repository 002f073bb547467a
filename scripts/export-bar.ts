/** Progress of an export, as that of a build. */
import type { ExportProgress } from "#pipeline/export/export-progress.ts";
import { makeBar } from "./progress-bar.ts";

const WORDS = { download: "downloading", capture: "running the model", write: "writing heads" };

export interface ExportBar {
  readonly progress: (name: string, progress: ExportProgress) => void;
  readonly stop: () => void;
}

export function exportBar(): ExportBar {
  const bar = makeBar();
  let current = "";
  return {
    progress: (name, { stage, nDone, nTotal, file = "" }) => {
      const key = `${name} ${stage} ${file}`;
      const payload = { name, stage: `${WORDS[stage]} ${file}`.trim(), amount: `${nDone} of ${nTotal}` };
      if (key !== current) {
        bar.stop();
        bar.start(nTotal, nDone, payload);
      }
      current = key;
      bar.update(nDone, payload);
      if (nDone === nTotal) bar.stop();
    },
    stop: () => bar.stop(),
  };
}
