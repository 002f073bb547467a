/** How the commands of Headland are called where it runs: messages name what one can type there. */

/** Whether this is Headland's repository; else it is the package, whose files are compiled: Node runs no TypeScript there. */
export function isRepository(): boolean {
  return import.meta.url.endsWith(".ts");
}

/**
 * @param name E.g. `atlas`. @param args As they are typed behind it.
 * @returns E.g. `npm run atlas -- gpt2 --force` in the repository, `npx headland atlas gpt2 --force` in a project.
 */
export function ownCommand(name: string, args = ""): string {
  const behind = args === "" ? "" : ` ${args}`;
  if (!isRepository()) return `npx headland ${name}${behind}`;
  const script = name === "start" ? "npm start" : `npm run ${name}`;
  return args === "" ? script : `${script} --${behind}`;
}
