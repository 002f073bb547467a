/** Where the built site goes: `dist`, or what the environment says. */
export function outFolder(): string {
  const { OUT_DIR = "" } = process.env;
  // An empty variable counts as not set, as in a shell.
  return OUT_DIR === "" ? "dist" : OUT_DIR;
}

/** Where a site is built of which an offline copy is made. */
export const OFFLINE_SITE = ".headland/offline-site";

/** Where the offline copy goes: beside the built site. */
export function offlineFolder(): string {
  return `${outFolder().replace(/[/\\]+$/, "")}-offline`;
}
