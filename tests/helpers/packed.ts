/** Headland as users get it: packed, and installed in separate folders. */
import { execFile, spawn } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { ROOT } from "./build-site.ts";

/** How a user runs a command with each program. */
const TYPED = {
  npm: {
    begin: ["npm", "init", "-y"],
    add: (tarball: string) => ["npm", "install", "--prefer-offline", "--no-audit", "--no-fund", tarball],
    run: ["npx"],
  },
  pnpm: {
    // pnpm init pins its own version and would then request it from the registry.
    begin: ["npm", "init", "-y"],
    add: (tarball: string) => ["pnpm", "add", "--prefer-offline", "--ignore-scripts", tarball],
    run: ["pnpm", "exec"],
  },
} as const;
export type Manager = keyof typeof TYPED;

/** A project in a folder outside the repository. */
export interface Project {
  readonly folder: string;
  /** Runs `headland …`. @returns Its output. @throws {Error} with the output if it fails. */
  headland(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Runs any program in the project. @returns Its output. @throws {Error} with the output if it fails. */
  run(command: readonly string[]): Promise<string>;
  /** Runs `headland dev`. @returns The address, as soon as the server answers, and a function that stops it. */
  dev(port: number): Promise<{ readonly address: string; readonly close: () => void }>;
}

/** Installs pnpm with npm, which every test machine has. @returns The folder of its command. */
export async function fetchPnpm(folder: string): Promise<string> {
  const flags = ["--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
  await mkdir(folder, { recursive: true });
  await run(["npm", "install", ...flags, "pnpm@12.21.0"], folder);
  return join(folder, "node_modules/.bin");
}

/** @returns The path of the tarball. */
export async function pack(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await run(["npm", "pack", "--pack-destination", folder], ROOT);
  const [tarball = ""] = (await readdir(folder)).filter((file) => file.endsWith(".tgz"));
  return join(folder, tarball);
}

/** Runs what a user would type in an empty folder. @param commands A folder of commands that precedes those of the machine. */
export async function newProject(
  manager: Manager,
  folder: string,
  tarball: string,
  commands?: string,
): Promise<Project> {
  const typed = TYPED[manager];
  const path = commands === undefined ? {} : { PATH: [commands, process.env["PATH"]].join(delimiter) };
  const runHere = (command: readonly string[], env = {}): Promise<string> =>
    run(command, folder, { ...path, ...env });
  const headland: Project["headland"] = (args, env) => runHere([...typed.run, "headland", ...args], env);
  await mkdir(folder, { recursive: true });
  await runHere(typed.begin);
  await runHere(typed.add(tarball));
  await headland(["init", "."]);
  const dev: Project["dev"] = async (port) => {
    const [file, ...args] = [...typed.run, "headland", "dev", "--port", String(port)];
    const env = { ...userEnvironment(), ...path };
    const child = spawn(file, args, { cwd: folder, env, stdio: "ignore", detached: true });
    const address = `http://localhost:${port}/`;
    // Other processes start the command; all of them belong to one process group.
    const close = (): void => void process.kill(-(child.pid ?? NaN), "SIGTERM");
    for (let i = 0; i < 240; i++) {
      if (await fetch(address).catch(() => undefined)) return { address, close };
      await setTimeout(250);
    }
    close();
    throw new Error(`headland dev does not answer at ${address}.`);
  };
  return { folder, headland, run: runHere, dev };
}

/** A few sentences and one kind of map: enough to see that everything works. */
export async function shrink({ folder }: Project): Promise<void> {
  const file = join(folder, "content/datasets/stories.yaml");
  const yaml = await readFile(file, "utf8");
  const limited = yaml.replace(/^limit:.*$/m, "limit: { sequences: 12, points: 300 }");
  await writeFile(file, `${limited}projection: { methods: [pca], dims: [2] }\n`);
}

/** Every file in a folder with its size and time, sorted; links are not followed. */
export async function stateOf(folder: string): Promise<string[]> {
  const { stdout } = await execute("find", [folder, "-type", "f", "-printf", "%P %s %T@\n"], SETTINGS);
  return stdout.split("\n").sort();
}

const execute = promisify(execFile);
const SETTINGS = { maxBuffer: 256 * 1024 * 1024 };

async function run(
  [file = "", ...args]: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...userEnvironment(), CI: "true", ...more };
  try {
    const { stdout, stderr } = await execute(file, args, { ...SETTINGS, cwd, env });
    return stdout + stderr;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${file} ${args.join(" ")} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}

/** Without the variables that Vitest and npm set, which a user's shell lacks. Settings for reaching the registry stay. */
function userEnvironment(): NodeJS.ProcessEnv {
  const isOfTests = /^(?:VITEST|NODE_ENV|NODE_OPTIONS|TEST|DEV|PROD|MODE|SSR|BASE_URL|INIT_CWD|npm_)/;
  const isOfReach = /^npm_config_(?:registry|cache|cafile|ca|strict_ssl|proxy|https?_proxy|noproxy)$/i;
  const kept = Object.entries(process.env).filter(([name]) => !isOfTests.test(name) || isOfReach.test(name));
  return Object.fromEntries(kept);
}
