/** The files that make the atlases of a project in units, one for each engine that people have. */
import type { PackageManager } from "../package-manager.ts";
import { kubernetesJob } from "./kubernetes-job.ts";
import { slurmJob } from "./slurm-job.ts";
import { unitsWorkflow } from "./units-workflow.ts";

export const ENGINES = ["slurm", "github", "kubernetes"] as const;
export type Engine = (typeof ENGINES)[number];

/** Paths below the project's folder. */
export const ENGINE_FILES: Readonly<
  Record<Engine, { readonly path: string; readonly text: (manager: PackageManager) => string }>
> = {
  slurm: { path: "units.sbatch", text: slurmJob },
  github: { path: ".github/workflows/units.yml", text: unitsWorkflow },
  kubernetes: { path: "units.job.yaml", text: kubernetesJob },
};

/** Reads `slurm,github`; undefined for anything else. */
export function parseEngines(text: string): Engine[] | undefined {
  const names = text.split(",").map((name) => name.trim());
  const known = ENGINES.filter((engine) => names.includes(engine));
  return known.length === names.length ? known : undefined;
}
