/** Which program installs packages here, and how it is told to leave install scripts alone. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The command that installs what package.json lists, by the program. */
const INSTALL = {
  npm: "npm install --ignore-scripts --no-audit --no-fund",
  // Where CI is set, pnpm would refuse what package.json has got since the lock file was written; and elsewhere ask
  // whether it may lay node_modules anew.
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
 * @param agent As the program names itself to what it runs, in `npm_config_user_agent`: `pnpm/12.0.0 npm/? node/…`.
 * @returns The one whose lock file lies in the folder, else the one that runs us, else npm.
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
