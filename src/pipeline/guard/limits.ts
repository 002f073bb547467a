/** Limits for work on files from other people: the memory of its process, and the time of one step. */
import { totalmem } from "node:os";
import { z } from "zod";
import { expectNone, type Mistake } from "../errors.ts";

export interface Limits {
  /** Memory of the process, without files that are mapped into it. */
  readonly memoryBytes: number;
  /** Longest time of one step: a batch, a text, a picture, or opening a model. */
  readonly stepMs: number;
}

/** The remaining quarter is for the rest of the build and the machine. */
const SHARE_OF_MEMORY = 0.75;
const STEP_MS = 10 * 60_000;

const BYTES: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** A timer cannot wait longer than 2³¹ ms; a user who wants no limit can set a day or two. */
const MOST_MS = 500 * 3_600_000;
/** A process that has only loaded its modules uses a tenth of this. */
const LEAST_BYTES = 256e6;

export const MEMORY_LIMIT = "HEADLAND_MEMORY_LIMIT";
export const TIME_LIMIT = "HEADLAND_TIME_LIMIT";

const memorySchema = quantity(BYTES, "i").refine((bytes) => bytes >= LEAST_BYTES && Number.isFinite(bytes));
const timeSchema = quantity(MS, "").refine((ms) => ms >= 1000 && ms <= MOST_MS);

/** A number with its unit. */
function quantity(units: Readonly<Record<string, number>>, flags: string): z.ZodType<number> {
  const form = new RegExp(`^(\\d+(?:\\.\\d+)?)\\s*(${Object.keys(units).join("|")})$`, flags);
  return z.string().transform((text, context) => {
    const [, number, unit = ""] = form.exec(text.trim()) ?? [];
    const factor = units[unit] ?? units[unit.toUpperCase()];
    if (number !== undefined && factor !== undefined) return Number(number) * factor;
    context.addIssue({ code: "custom", message: "no quantity" });
    return z.NEVER;
  });
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {ConfigError} naming every variable that is not a valid limit. */
export function limitsFrom(env: Environment): Limits {
  const mistakes: Mistake[] = [];
  const read = (name: string, schema: z.ZodType<number>, expected: string): number | undefined => {
    const text = env[name];
    if (text === undefined || text.trim() === "") return undefined;
    const result = schema.safeParse(text);
    if (result.success) return result.data;
    const where = `environment variable ${name}`;
    mistakes.push({ what: "this is not a valid limit", where, expected, received: JSON.stringify(text) });
    return undefined;
  };
  const memoryBytes = read(MEMORY_LIMIT, memorySchema, "an amount of memory from 256MB on, e.g. 8GB");
  const stepMs = read(TIME_LIMIT, timeSchema, "a time from 1s to 500h, e.g. 90s, 10m or 2h");
  expectNone(mistakes);
  return { memoryBytes: memoryBytes ?? machineMemory() * SHARE_OF_MEMORY, stepMs: stepMs ?? STEP_MS };
}

/** The memory that this process may use: a container may allow less than the machine has. */
function machineMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

/** As written in the variable: `8GB`, `512MB`. */
export function inBytes(bytes: number): string {
  const [unit, size] = bytes >= 1e9 ? (["GB", 1e9] as const) : (["MB", 1e6] as const);
  return `${Number((bytes / size).toPrecision(3))}${unit}`;
}

/** As written in the variable: `10m`, `90s`. */
export function inTime(ms: number): string {
  const [unit, size] = Object.entries(MS).findLast(([, each]) => ms >= 2 * each || ms === each) ?? [
    "s",
    1000,
  ];
  return `${Number((ms / size).toPrecision(3))}${unit}`;
}
