/** The flags of units, as the commands receive them: all mistakes are told at once. */
import { z } from "zod";
import { problemsOf } from "../config/schema-problems.ts";
import { expectNone } from "../errors.ts";
import { MOST_UNITS, parseUnit } from "./unit.ts";

const storeFlag = z
  .string()
  .refine((text) => text.trim() !== "", "expected a folder")
  .optional();

const whole = (most: number, what: string): z.ZodType<number | undefined> =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}$/, what)
    .transform(Number)
    .refine((count) => count <= most, what)
    .optional();

const besides = (others: string): z.ZodType<undefined> =>
  z.undefined(`expected none beside ${others}`).optional();

export const unitFlags = z.strictObject({
  "--unit": z.string().transform((text, context) => {
    const unit = parseUnit(text);
    if (unit !== undefined) return unit;
    context.addIssue({
      code: "custom",
      message: `expected a unit of all, such as 3/16, of at most ${MOST_UNITS}`,
    });
    return z.NEVER;
  }),
  "--store": storeFlag,
  "--heads": besides("--unit, which says which heads are computed"),
  "--methods": besides("--unit: the maps of all units are those of the dataset's YAML"),
  "--verify": besides("--unit, which publishes nothing"),
  "--keep": besides("--unit, which publishes nothing"),
  "--store-limit": besides("--unit, which removes nothing"),
});

const LONGEST_MINUTES = 10_000;

export const planFlags = z
  .strictObject({
    "--units": whole(MOST_UNITS, `expected a whole number from 1 to ${MOST_UNITS}`),
    "--minutes": whole(LONGEST_MINUTES, `expected a whole number of minutes from 1 to ${LONGEST_MINUTES}`),
    "--workers": whole(512, "expected a whole number from 1 to 512"),
    "--store": storeFlag,
  })
  .superRefine((flags, context) => {
    if (flags["--units"] === undefined || flags["--minutes"] === undefined) return;
    const message = "expected one of --units and --minutes";
    context.addIssue({ code: "custom", path: ["--minutes"], message });
  });

export const mergeFlags = z.strictObject({ "--store": storeFlag });

/** @param command As messages name it. @throws {ConfigError} with all mistakes. */
export function readFlags<Flags>(
  schema: z.ZodType<Flags>,
  raw: Record<string, unknown>,
  command: string,
): Flags {
  const given = Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== undefined));
  const read = schema.safeParse(given);
  if (!read.success) {
    expectNone(problemsOf(read.error, given, command, schema));
    throw read.error;
  }
  return read.data;
}
