/** The steps with which every job of a project's workflows begins. */
import type { PackageManager } from "./package-manager.ts";

/** How each program installs exactly what its lock file says. */
const INSTALL: Readonly<Record<PackageManager, string>> = {
  npm: "npm ci --ignore-scripts",
  pnpm: "corepack enable && pnpm install --frozen-lockfile --ignore-scripts",
  yarn: "corepack enable && yarn install --immutable",
  bun: "npm install --global bun && bun install --frozen-lockfile --ignore-scripts",
};

/** @returns Steps that take the project and install it, as the text of a list that stands six spaces deep. */
export function prepareSteps(manager: PackageManager): string {
  return `- uses: actions/checkout@v4
        with:
          lfs: true
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 24
      - name: Install
        run: ${INSTALL[manager]}`;
}
