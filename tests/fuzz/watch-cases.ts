/** Runs cases in a child that is ended where it is silent too long or holds too much, and goes on behind the case. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Told } from "./run-cases.ts";
import type { Cases } from "./try-cases.ts";

const MOST_MS = 10_000;
const MOST_MB = 1024;
/** Starting Node and making inputs is no part of a case. */
const START_MS = 120_000;

export interface Finding {
  readonly number: number;
  readonly error: string;
}

export interface Report {
  read: number;
  refused: number;
  slowestMs: number;
  peakMb: number;
  readonly findings: Finding[];
}

export async function watchCases(name: string, { seed, from, to }: Cases): Promise<Report> {
  const report: Report = { read: 0, refused: 0, slowestMs: 0, peakMb: 0, findings: [] };
  for (let next = from; next < to;) next = await runChild(name, { seed, from: next, to }, report);
  return report;
}

/** @returns The number of the case to go on with. */
async function runChild(name: string, { seed, from, to }: Cases, report: Report): Promise<number> {
  const args = [name, String(seed), String(from), String(to)];
  const child = fork(join(import.meta.dirname, "run-cases.ts"), args, {
    execArgv: ["--max-old-space-size=900"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let [next, said, ended] = [from, "", ""];
  let timer = setTimeout(() => end("it did not start"), START_MS);
  const end = (why: string): void => {
    ended = why;
    child.kill("SIGKILL");
  };
  child.stderr?.on("data", (text: Buffer) => (said = (said + text.toString()).slice(-1500)));
  child.on("message", (message) => {
    const told = message as Told;
    clearTimeout(timer);
    if (ended !== "") return;
    timer = setTimeout(() => end(`nothing for ${MOST_MS / 1000} s`), MOST_MS);
    next = told.number + 1;
    report.slowestMs = Math.max(report.slowestMs, told.ms);
    report.peakMb = Math.max(report.peakMb, told.peakMb);
    if (told.end === "fault") report.findings.push({ number: told.number, error: told.error ?? "" });
    else report[told.end]++;
    if (told.peakMb <= MOST_MB) return;
    report.findings.push({ number: told.number, error: `${told.peakMb} MB of memory` });
    end("");
    ended = "memory";
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearTimeout(timer);
  if (next >= to || ended === "memory") return next;
  const why = ended || `the process ended by itself (${code ?? child.signalCode ?? "?"}) ${said}`;
  report.findings.push({ number: next, error: why });
  return next + 1;
}
