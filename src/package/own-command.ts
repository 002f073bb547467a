/** Names Headland's commands in messages the way a user can type them, in the repository or in a project. */

/** Whether this is Headland's repository. In the package, files are compiled, because Node runs no TypeScript in node_modules. */
export function isRepository(): boolean {
  return import.meta.url.endsWith(".ts");
}

/**
 * @param name E.g. `atlas`. @param args As typed after it.
 * @returns E.g. `npm run atlas -- gpt2 --force` in the repository, `npx headland atlas gpt2 --force` in a project.
 */
export function ownCommand(name: string, args = ""): string {
  const behind = args === "" ? "" : ` ${args}`;
  if (!isRepository()) return `npx headland ${name}${behind}`;
  const script = name === "start" ? "npm start" : `npm run ${name}`;
  return args === "" ? script : `${script} --${behind}`;
}
