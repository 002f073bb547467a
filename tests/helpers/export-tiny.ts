/** Exports of the hand-written model's atlas, built once per root. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { exportAtlases, type ExportOptions, type ExportResult } from "#pipeline/export/export.ts";
import type { ExportRequest } from "#pipeline/export/plan-export.ts";
import { limitsFrom } from "#pipeline/guard/limits.ts";
import { hubSettings } from "#pipeline/hub/settings.ts";
import { runBuild } from "./run-build.ts";
import { writeTinyContent } from "./tiny-content.ts";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** For `beforeAll`. @returns The root of a build with its atlas published in `out`; it is removed after all tests of the file. */
export async function builtTiny(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "headland-"));
  folders.push(root);
  await writeTinyContent(join(root, "content"));
  const { errors } = await runBuild(root, { methods: ["pca"] });
  if (errors.length > 0) throw new Error(errors.join("\n"));
  return root;
}

export function exportOptions(root: string): ExportOptions {
  return {
    contentFolder: join(root, "content"),
    outFolder: join(root, "out"),
    workFolder: join(root, "work"),
    hub: hubSettings({}, true),
    limits: limitsFrom({}),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
}

/** @param request `out` is relative to the root. */
export function exportFrom(
  root: string,
  { out = "data", ...request }: Partial<ExportRequest> = {},
  options: Partial<ExportOptions> = {},
): Promise<ExportResult> {
  const whole = {
    addresses: [],
    format: "csv",
    tables: undefined,
    hasVectors: false,
    isForced: false,
    ...request,
  } as const;
  return exportAtlases({ ...whole, out: join(root, out) }, { ...exportOptions(root), ...options });
}
