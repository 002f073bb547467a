/** What every program shares that projects a head's points in a process of its own, so that its memory can be told. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface PointSet {
  /** Row-major [n, d]. */
  readonly points: Float32Array;
  readonly n: number;
  readonly d: number;
}

export interface NamedMap {
  readonly name: string;
  readonly coordinates: Float32Array;
}

/**
 * Runs the jobs of the command line, `<points.f32> <d> <out folder> <job>…`: leaves each map as `<name>.f32` in the folder,
 * and prints a line of JSON per job with the CPU seconds it took and the process' largest memory until then.
 */
export async function measureJobs(
  project: (job: string, set: PointSet) => readonly NamedMap[] | Promise<readonly NamedMap[]>,
): Promise<void> {
  const [file = "", width = "", folder = "", ...jobs] = process.argv.slice(2);
  const bytes = readFileSync(file);
  const points = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const d = Number(width);
  const set = { points, n: points.length / d, d };
  for (const job of jobs) {
    const before = process.cpuUsage();
    const maps = await project(job, set);
    const { user, system } = process.cpuUsage(before);
    for (const { name, coordinates } of maps)
      writeFileSync(join(folder, `${name}.f32`), new Uint8Array(coordinates.buffer));
    const peakMb = process.resourceUsage().maxRSS / 1024;
    console.log(JSON.stringify({ job, cpu: (user + system) / 1e6, peakMb }));
  }
}
