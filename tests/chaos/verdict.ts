/** What must be true after whatever happened: the next plain build ends with the bytes of an undisturbed one. */
import { join } from "node:path";
import { treeDigests } from "../helpers/tiny-content.ts";
import { killGroup, runCommand, type CommandOptions, type Run } from "./command.ts";
import { computedHeads, finishedHeads, listing, problemsOfEnd } from "./look.ts";
import type { Stage } from "./stage.ts";

export interface Expectations extends Pick<CommandOptions, "args" | "env"> {
  /** Heads that may be computed though they were finished: their results were damaged. None if not given. */
  readonly nDamaged?: number;
  /** Results of other selections may lie in the store besides. */
  readonly hasMore?: boolean;
}

/** @returns What is not as it must be; empty if all is. */
export async function afterwards(
  stage: Stage,
  root: string,
  expectations: Expectations = {},
): Promise<string[]> {
  const { nDamaged = 0, hasMore = false } = expectations;
  const nFinished = (await finishedHeads(root)).length;
  const plain = await runCommand(root, expectations);
  const findings = endOfPlain(plain);
  const nComputed = computedHeads(plain.text);
  const nAllowed = Math.max(0, stage.nHeads - nFinished) + nDamaged;
  if (nComputed > nAllowed && !hasMore)
    findings.push(`${nComputed} heads were computed where ${nFinished} of ${stage.nHeads} were finished`);
  findings.push(
    ...differences(stage.published, await treeDigests(join(root, "public/atlas")).catch(() => ({}))),
  );
  findings.push(...leftovers(stage.kept, await listing(join(root, ".headland")), hasMore));
  return findings.length > 0 ? [...findings, `the plain build said: ${plain.text.trim()}`] : [];
}

function endOfPlain({ exitCode, signal, text, hasHung }: Run): string[] {
  if (hasHung) return ["the plain build did not end"];
  return exitCode === 0 ? [] : [`the plain build ends with ${exitCode ?? signal ?? "nothing"}:\n${text}`];
}

/** How the disturbed build itself may end. */
export function endedWell({ text, exitCode, hasHung, pid }: Run): string[] {
  const isLeft = killGroup(pid);
  const findings = hasHung ? ["it did not end"] : problemsOfEnd(text, exitCode);
  if (isLeft && !hasHung) findings.push("a process of it went on");
  return findings.length > 0 ? [...findings, `it said: ${text.trim()}`] : [];
}

function differences(
  expected: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  const odd = names.filter((name) => expected[name] !== found[name]);
  const tell = (name: string): string =>
    found[name] === undefined
      ? `${name} is missing`
      : expected[name] === undefined
        ? `${name} is too much`
        : name;
  return odd.length === 0
    ? []
    : [`${odd.length} published files differ: ${odd.slice(0, 5).map(tell).join(", ")}`];
}

function leftovers(expected: readonly string[], found: readonly string[], hasMore: boolean): string[] {
  const known = new Set(expected);
  const isResult = (name: string): boolean => /^(uses|store\/(content|index)-v\d+)\//.test(name);
  // Folders that are there to hold something are no leftovers while they are empty.
  const isPlace = (name: string): boolean => /^(store\/)?\w+\/$/.test(name);
  // What is remembered of files: of those that were written a moment ago nothing, so a fast build may have none.
  const isIndex = (name: string): boolean => name === "digests.json";
  // What was said to be a fault of Headland stays to be reported.
  const isReport = (name: string): boolean => /^faults\/.+\.txt$/.test(name);
  const left = found.filter(
    (name) =>
      !known.has(name) && !isPlace(name) && !isIndex(name) && !isReport(name) && !(hasMore && isResult(name)),
  );
  return left.length === 0 ? [] : [`left over in .headland: ${left.slice(0, 5).join(", ")}`];
}
