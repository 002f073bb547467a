/** Where the built site goes: `dist`, or what the environment says. */
export function outFolder(): string {
  const { OUT_DIR = "" } = process.env;
  // An empty variable counts as not set, as in a shell.
  return OUT_DIR === "" ? "dist" : OUT_DIR;
}
