/** The workflow that makes a project's atlases on the runners of GitHub Actions. */
import type { PackageManager } from "../package-manager.ts";
import { prepareSteps } from "../prepare-steps.ts";
import { N_UNITS, STORE } from "./n-units.ts";

/** @returns The text of the file. It needs no secret, and no job has more rights than it uses. */
export function unitsWorkflow(manager: PackageManager): string {
  return `# Makes the atlases of this project in units, each on a machine of its own, when you start it by hand.
# The result is the artifact "atlas": the content of public/atlas.
name: Units

on:
  workflow_dispatch:
    inputs:
      units:
        description: Into how many units, at most 256; npx headland plan says how many are right
        default: "${N_UNITS}"

permissions: {}

env:
  UNITS: \${{ inputs.units }}

jobs:
  list:
    runs-on: ubuntu-latest
    outputs:
      units: \${{ steps.list.outputs.units }}
    steps:
      - id: list
        run: echo "units=[$(seq -s , 1 "$UNITS")]" >> "$GITHUB_OUTPUT"

  unit:
    needs: list
    runs-on: ubuntu-latest
    permissions:
      contents: read
    strategy:
      fail-fast: false
      matrix:
        unit: \${{ fromJSON(needs.list.outputs.units) }}
    steps:
      ${prepareSteps(manager)}
      - name: Make the unit
        run: npx headland atlas --unit "$UNIT/$UNITS" --store ${STORE}
        env:
          UNIT: \${{ matrix.unit }}
      # Of a unit that was stopped, too. "Re-run failed jobs" makes only what is missing.
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: store-\${{ matrix.unit }}
          path: ${STORE}
          retention-days: 7
          overwrite: true

  merge:
    needs: unit
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      ${prepareSteps(manager)}
      - uses: actions/download-artifact@v4
        with:
          pattern: store-*
          path: ${STORE}
          merge-multiple: true
      - name: Publish what the units have made
        run: npx headland merge --store ${STORE}
      - uses: actions/upload-artifact@v4
        with:
          name: atlas
          path: public/atlas
`;
}
