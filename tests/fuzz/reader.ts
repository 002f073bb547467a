/** What is fuzzed: something that reads files from outside, and how to tell a refusal from a fault. */
import type { Random } from "#math/random.ts";
import { UserError } from "#pipeline/errors.ts";

export interface FuzzReader {
  readonly name: string;
  /** What it reads, for the table of results. */
  readonly what: string;
  /** Cases of a large run. */
  readonly cases: number;
  /** Cases of the small run that is part of the tests. */
  readonly fewCases: number;
  /**
   * Prepares what all cases share.
   *
   * @param folder Of this run alone; removed behind it.
   */
  readonly open: (folder: string) => Opened | Promise<Opened>;
  /** Whether an error tells the reader what is wrong; `isNamed` if not given. */
  readonly isRefusal?: (error: unknown) => boolean;
}

export interface Opened {
  /** Damages one of the inputs and reads it. Returns if it could be read, and throws if not. */
  readonly tryOne: (random: Random) => void | Promise<void>;
  readonly close?: () => Promise<void>;
}

/** `where: what: expected …, received ….`, the form of all messages; where several are told, of the first. */
const FORM = /^.+?: .+?: expected .+, received [^]*\./;
/** A line of a message can be read, whatever stands in a file. */
const MOST_LETTERS = 5000;

export function isNamed(error: unknown): boolean {
  if (!(error instanceof UserError) || error.name === "FaultError") return false;
  return FORM.test(error.message) && error.message.split("\n").every(({ length }) => length <= MOST_LETTERS);
}

/** @throws The first that is a fault, or else the first of them, if there are any. */
export function throwFirst(errors: readonly Error[]): void {
  const error = errors.find((each) => !isNamed(each)) ?? errors[0];
  if (error) throw error;
}
