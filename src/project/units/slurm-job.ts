/** The job array that makes a project's atlases on a cluster with Slurm. */
import { N_UNITS, STORE } from "./n-units.ts";

/** @returns The text of the file: a script for any POSIX shell. */
export function slurmJob(): string {
  return `#!/bin/sh
#SBATCH --job-name=headland
#SBATCH --array=1-${N_UNITS}
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=02:00:00
#SBATCH --requeue
#SBATCH --output=units-%A-%a.log
#
# Makes the atlases of this project in ${N_UNITS} units, on as many nodes as are free. All nodes must see this folder.
# "npx headland plan" says how many units are right: write that number above, in --array, and below, in units.
#
#   units=$(sbatch --parsable units.sbatch)
#   sbatch --dependency=afterok:$units --cpus-per-task=2 --mem=4G --wrap "npx headland merge --store ${STORE}"
#
# If a unit is missing, the merge says which: sbatch --array=3,7 units.sbatch runs these again. What is done is kept.
set -eu
units=${N_UNITS}
exec npx headland atlas --unit "$SLURM_ARRAY_TASK_ID/$units" --store ${STORE} --workers "\${SLURM_CPUS_PER_TASK:-1}"
`;
}
