/** Makes one classic script of all modules of a built site. */
import { join } from "node:path";
import { withoutBase } from "./relative-address.ts";
import { viteOfAstro } from "./vite-of-astro.ts";

const ENTRY = "headland:offline-code";
const INLINE = "headland:inline/";

export interface CodeParts {
  /** The built site. */
  readonly site: string;
  /** Paths of its module files, e.g. `_astro/client.abc.js`. */
  readonly files: readonly string[];
  /** Modules written in pages, by name. */
  readonly inline: ReadonlyMap<string, string>;
}

/** @returns The script, which calls `headlandCode` with every module as a function that runs it once. */
export async function bundleCode({ site, files, inline }: CodeParts): Promise<string> {
  const entries = [
    ...files.map((file) => [file, join(site, file)] as const),
    ...[...inline.keys()].sort().map((name) => [name, INLINE + name] as const),
  ];
  const rows = entries.map(([name, id]) => `${JSON.stringify(name)}: () => import(${JSON.stringify(id)})`);
  return await bundle(ENTRY, {
    [ENTRY]: `headlandCode({\n${rows.join(",\n")}\n});`,
    ...Object.fromEntries([...inline].map(([name, code]) => [INLINE + name, code])),
  });
}

/** @param file A module of ours. @returns It as one classic script. */
export async function bundleFile(file: string): Promise<string> {
  return await bundle(file, {});
}

async function bundle(entry: string, virtual: Readonly<Record<string, string>>): Promise<string> {
  const { build } = await viteOfAstro();
  const result = await build({
    configFile: false,
    envFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [
      {
        name: "headland-offline",
        enforce: "pre",
        resolveId: (id) => (Object.hasOwn(virtual, id) ? `\0${id}` : undefined),
        load: (id) => virtual[id.replace(/^\0/, "")],
        transform: (code) => ({ code: withoutBase(code), map: null }),
      },
    ],
    // A classic script has no address of its own to ask for.
    define: { "import.meta.url": "headlandScript" },
    build: {
      write: false,
      modulePreload: false,
      target: "es2022",
      rolldownOptions: { input: entry, output: { format: "iife", codeSplitting: false } },
    },
  });
  const outputs = [result].flat().flatMap((each) => ("output" in each ? each.output : []));
  const code = outputs.flatMap((output) => (output.type === "chunk" ? [output.code] : []));
  if (code.length !== 1) throw new Error(`${entry}: ${code.length} scripts instead of one.`);
  return code[0] ?? "";
}
