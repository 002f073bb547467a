/** What the benchmarks of projection share: points of real heads, runs in processes of their own, trust in what came out. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { formatHead, parseHead } from "#atlas/head/head-id.ts";
import { align } from "#math/align.ts";
import { Kernels } from "#math/kernels.ts";
import { mapQualities, type MapMeasures } from "#math/map/map-quality.ts";
import { seededRandom } from "#math/random.ts";
import { capture } from "#pipeline/capture/capture.ts";
import { readHead } from "#pipeline/capture/read-head.ts";
import { loadContent } from "#pipeline/config/load-content.ts";
import { resolveModel } from "#pipeline/config/resolve-model.ts";
import { sidesOf } from "#pipeline/inputs/model-input.ts";
import { openInput } from "#pipeline/inputs/open-input.ts";
import { installPackages } from "./install-packages.ts";

/** Points of one head in the joint space, in memory and on disk. */
export interface HeadPoints {
  readonly name: string;
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
  readonly folder: string;
  readonly file: string;
}

export interface Cost {
  readonly cpu: number;
  readonly peakMb: number;
}

const run = promisify(execFile);
export const kernels = new Kernels(
  new WebAssembly.Module(await readFile(new URL("../../src/kernels/kernels.wasm", import.meta.url))),
);

/** Captures heads of a model of `CONTENT`, or else an embedded one, on its dataset, as many tokens as give `nPoints` points. */
export async function capturePoints(
  model: string,
  names: readonly string[],
  nPoints: number,
  content = process.env["CONTENT"] ?? "content",
): Promise<HeadPoints[]> {
  const { atlases } = await loadContent(content, { models: [model] });
  const [known] = atlases;
  if (!known) throw new Error(`${content}/models/${model}.yaml is missing.`);
  const limit = {
    sequences: Math.max(300, Math.ceil(nPoints / 20)),
    tokensPerSequence: 96,
    points: nPoints,
    window: "cut",
  } as const;
  const atlas = { ...known, dataset: { ...known.dataset, limit } };
  const resolved = await resolveModel(atlas);
  const { model: opened, streams } = await openInput(atlas, resolved);
  const folder = await mkdtemp(join(tmpdir(), "headland-bench-"));
  const { heads } = await capture(opened, streams, folder);
  await opened.release();
  const { starts, nTokens } = sidesOf(streams).queries;
  const lengths = Array.from(starts.subarray(1), (end, s) => end - starts[s]!);
  const nWeights = lengths.reduce((sum, length) => sum + length ** 2, 0);
  const found: HeadPoints[] = [];
  for (const name of names) {
    const id = parseHead(name);
    const head = heads.find((candidate) => formatHead(candidate.id) === name);
    if (!id || !head) throw new Error(`${model} has no ${name}.`);
    const shape = { nTokens, dHead: head.dHead };
    const { q, k, weights } = await readHead(folder, id, head.checksums, {
      nQueries: nTokens,
      nKeys: nTokens,
      dHead: head.dHead,
      nWeights,
    });
    const patterns = { starts, weights, isCausal: head.isCausal };
    const { points } = align(q, k, shape, patterns, kernels, { criterion: "headland", seed: 1 });
    found.push(await keep(`${model} ${name}`, points, head.dHead));
  }
  return found;
}

/** As many points as wanted from a head's: itself cut short, or with copies moved by a twentieth of each axis' spread. */
export async function resize(head: HeadPoints, n: number): Promise<HeadPoints> {
  const { points, d } = head;
  const random = seededRandom(n);
  const spread = Array.from({ length: d }, (_, axis) => {
    const values = Array.from({ length: head.n }, (__, i) => points[i * d + axis]!);
    const mean = values.reduce((a, b) => a + b, 0) / head.n;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / head.n);
  });
  const order = Array.from({ length: head.n }, (_, i) => i).sort(
    (a, b) => ((a * 7919) % head.n) - ((b * 7919) % head.n),
  );
  const resized = Float32Array.from({ length: n * d }, (_, at) => {
    const i = Math.floor(at / d);
    const value = points[order[i % head.n]! * d + (at % d)]!;
    const noise = random() + random() + random() + random() - 2;
    return i < head.n ? value : value + noise * Math.sqrt(3) * 0.05 * spread[at % d]!;
  });
  return keep(`${head.name}, ${n} points`, resized, d);
}

export async function keep(name: string, points: Float32Array, d: number): Promise<HeadPoints> {
  const folder = await mkdtemp(join(tmpdir(), "headland-bench-"));
  const file = join(folder, "points.f32");
  await writeFile(file, new Uint8Array(points.buffer, points.byteOffset, points.byteLength));
  return { name, points, n: points.length / d, d, folder, file };
}

const SCRIPTS = {
  node: "project-once.ts",
  scran: "scran-once.ts",
  embedding: "embedding-once.ts",
  python: "peers.py",
} as const;

/** One run of jobs in one process. */
export async function runJobs(
  engine: keyof typeof SCRIPTS,
  head: HeadPoints,
  jobs: readonly string[],
): Promise<Map<string, Cost>> {
  const script = join(import.meta.dirname, SCRIPTS[engine]);
  const program = engine === "python" ? python : process.execPath;
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", NUMBA_NUM_THREADS: "1" };
  const args = [script, head.file, String(head.d), head.folder, ...jobs];
  const { stdout } = await run(program, args, { env, maxBuffer: 1 << 26 });
  const lines = stdout.trim().split("\n");
  return new Map(
    lines.map((line) => {
      const { job, cpu, peakMb } = JSON.parse(line) as Cost & { job: string };
      return [job, { cpu, peakMb }];
    }),
  );
}

/** The system's Python: its packages come with the system's package manager. */
const python = "/usr/bin/python3";

/** Versions of the Python peers; null, with the reason told, where they are not installed. */
export async function pythonPeers(): Promise<string | null> {
  const ask =
    "import sklearn, umap; print(f'scikit-learn {sklearn.__version__}, umap-learn {umap.__version__}')";
  try {
    return (await run(python, ["-W", "ignore", "-c", ask])).stdout.trim();
  } catch {
    console.log("scikit-learn and umap-learn are not installed: their rows are left out.");
    return null;
  }
}

const SCRAN_VERSION = "4.1.0";

/** Installs scran.js where only benchmarks find it, and says its version. @param folder A new one, removed by the caller. */
export async function scranPeer(folder: string): Promise<string> {
  await installPackages(folder, [`scran.js@${SCRAN_VERSION}`]);
  process.env["SCRAN_JS"] = join(folder, "node_modules/scran.js/main/index.js");
  return `scran.js ${SCRAN_VERSION}`;
}

const EMBEDDING_VERSION = "0.26.0";

/** The same for embedding-atlas, whose UMAP is WebAssembly made of Rust. */
export async function embeddingPeer(folder: string): Promise<string> {
  await installPackages(folder, [`embedding-atlas@${EMBEDDING_VERSION}`]);
  process.env["EMBEDDING_ATLAS"] = join(folder, "node_modules/embedding-atlas/dist/umap.js");
  return `embedding-atlas ${EMBEDDING_VERSION}`;
}

/** Trustworthiness (k = 15) of a map that a run has left, against cosine neighbors in the joint space. */
export async function trustOf(head: HeadPoints, name: string, dim: number): Promise<number> {
  return (await measuresOf(head, name, dim)).trustworthiness;
}

/** All measures of a map that a run has left which need no attention. */
export async function measuresOf(head: HeadPoints, name: string, dim: number): Promise<MapMeasures> {
  return (await measuresOfMaps(head, [{ name, dim }]))[0]!;
}

/** The same for several maps of the same points. */
export async function measuresOfMaps(
  { points, n, d, folder }: HeadPoints,
  maps: readonly { readonly name: string; readonly dim: number }[],
): Promise<MapMeasures[]> {
  const drawn = await Promise.all(
    maps.map(async ({ name, dim }) => {
      const bytes = await readFile(join(folder, `${name}.f32`));
      const end = bytes.byteOffset + bytes.byteLength;
      return { coordinates: new Float32Array(bytes.buffer.slice(bytes.byteOffset, end)), dim };
    }),
  );
  const neighbors = kernels.nearestNeighbors(points, n, d, 15, "cosine");
  const patterns = { starts: Uint32Array.of(0), weights: new Float32Array(0), isCausal: false };
  const shape = { nTokens: n / 2, dHead: d };
  const rest = { patterns, dot: () => 0, kernels, seed: 1, metric: "cosine" } as const;
  return mapQualities({ points, shape, neighbors, ...rest }, drawn).map(({ measures }) => measures);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

export function addCosts(costs: Map<string, Cost[]>, more: Map<string, Cost>): void {
  for (const [job, cost] of more) costs.set(job, [...(costs.get(job) ?? []), cost]);
}

export const cpus = (costs: readonly Cost[]): number[] => costs.map(({ cpu }) => cpu);
export const seconds = (costs: readonly Cost[]): string => median(cpus(costs)).toFixed(2);
export const memory = (costs: readonly Cost[]): string =>
  median(costs.map(({ peakMb }) => peakMb)).toFixed(0);
