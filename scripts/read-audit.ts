/** What `npm audit --json` says. */
import { z } from "zod";
import { counted } from "#atlas/counted.ts";

export interface Audit {
  /** A line per package with a serious vulnerability, sorted. */
  readonly grave: readonly string[];
  /** A further message; "" for none. */
  readonly warning: string;
}

const GRAVE = ["high", "critical"];

const advisorySchema = z.object({ title: z.string(), url: z.string(), severity: z.string() });
const reportSchema = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      severity: z.string(),
      range: z.string().default("*"),
      // A name in place of an advisory: the vulnerability is in another package.
      via: z.array(z.union([z.string(), advisorySchema])),
    }),
  ),
});
/** npm's output if the registry gave no answer. */
const failureSchema = z.object({
  statusCode: z.int().optional(),
  error: z.object({ code: z.string().optional() }).optional(),
});

/** @param json npm's output; "" if npm did not end by itself. */
export function readAudit(json: string): Audit {
  const said = parse(json);
  const report = reportSchema.safeParse(said);
  if (!report.success) {
    const failure = failureSchema.safeParse(said).data;
    const code = failure?.statusCode ?? failure?.error?.code;
    const why = code === undefined ? "" : ` (${code})`;
    return {
      grave: [],
      warning: `Known vulnerabilities of packages were not checked: the registry did not report them${why}.`,
    };
  }
  const found = Object.entries(report.data.vulnerabilities);
  const isGrave = found.filter(([, { severity }]) => GRAVE.includes(severity));
  const nLess = found.length - isGrave.length;
  return {
    grave: isGrave
      .map(([name, { severity, range, via }]) => `${name} ${range}: ${severity}: ${reasons(via)}`)
      .sort(),
    warning:
      nLess === 0
        ? ""
        : `Less serious vulnerabilities are known in ${counted(nLess, "package")}: see npm audit --omit=dev.`,
  };
}

function reasons(via: readonly (string | z.infer<typeof advisorySchema>)[]): string {
  return via
    .map((each) => (typeof each === "string" ? `by ${each}` : `${each.title} (${each.url})`))
    .join("; ");
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
