/** Decides which program installs the packages, and tells it not to run install scripts. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The command of each program that installs what package.json lists. */
const INSTALL = {
  npm: "npm install --ignore-scripts --no-audit --no-fund",
  // If CI is set, pnpm would refuse entries that package.json has received since the lock file was written; otherwise it
  // would ask whether it may create node_modules again.
  pnpm: "pnpm install --ignore-scripts --no-frozen-lockfile --config.confirm-modules-purge=false",
  yarn: "yarn install",
  bun: "bun install",
} as const;
export type PackageManager = keyof typeof INSTALL;

const LOCK_FILES: Readonly<Record<string, PackageManager>> = {
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "package-lock.json": "npm",
};

/**
 * @param agent The program's description of itself in `npm_config_user_agent`: `pnpm/12.0.0 npm/? node/…`.
 * @returns The program whose lock file is in the folder, otherwise the one that runs us, otherwise npm.
 */
export function packageManager(folder: string, agent: string | undefined): PackageManager {
  for (const [file, manager] of Object.entries(LOCK_FILES))
    if (existsSync(join(folder, file))) return manager;
  const name = agent?.split("/")[0] ?? "";
  return Object.hasOwn(INSTALL, name) ? (name as PackageManager) : "npm";
}

export function installCommand(manager: PackageManager): string {
  return INSTALL[manager];
}
