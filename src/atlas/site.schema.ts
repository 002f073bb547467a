/** The schema of `content/site.yaml`: what a site says about itself. Used at build time only. */
import { z } from "zod";
import { expectedDoi } from "./citation/doi.ts";
import { expectedOrcid } from "./citation/orcid.ts";
import type { Author } from "./citation/site-words.ts";
import { expectedAddress, line, worded } from "./texts.schema.ts";

function expectedDate(text: string): string | undefined {
  const expected = "a date such as 2026, 2026-11 or 2026-11-30";
  if (!/^\d{4}(-\d{2}(-\d{2})?)?$/.test(text)) return expected;
  const [year, month = "01", day = "01"] = text.split("-");
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  // A day that a month lacks becomes one of the next month.
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) ? undefined : expected;
}

const expectedLicense = (text: string): string | undefined =>
  /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(text) ? undefined : "an SPDX identifier such as CC-BY-4.0";

/** People have a given and a family name; organizations have one name. */
const author = z
  .strictObject({
    given: line(100).exactOptional(),
    family: line(100).exactOptional(),
    name: line(200).exactOptional(),
    orcid: worded(expectedOrcid).exactOptional(),
    affiliation: line(200).exactOptional(),
  })
  .superRefine(({ given, family, name }, context) => {
    const isPerson = given !== undefined && family !== undefined && name === undefined;
    const isOrganization = given === undefined && family === undefined && name !== undefined;
    if (isPerson || isOrganization) return;
    context.addIssue({
      code: "custom",
      message: "expected given and family of a person, or name of an organization",
    });
  })
  .transform((value) => value as Author);

/** YAML reads 2026 as a number. */
const date = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : value),
  worded(expectedDate),
);

export const siteSchema = z.strictObject({
  title: line(200).default("Headland"),
  description: line(1000).exactOptional(),
  authors: z.array(author).max(500).default([]),
  license: worded(expectedLicense).exactOptional(),
  date: date.exactOptional(),
  publisher: line(200).exactOptional(),
  doi: worded(expectedDoi).exactOptional(),
  /** Whether every head has a picture of its own for links to its page, or that of its atlas. */
  cards: z.enum(["atlases", "all"]).exactOptional(),
  /** Where the site is published, where the commands do not say it. */
  url: worded(expectedAddress)
    .transform((url) => (url.endsWith("/") ? url : `${url}/`))
    .exactOptional(),
  repository: worded(expectedAddress).exactOptional(),
  /** Whether the claims that come with Headland, from the literature and about its own models, are checked here, too. */
  literature: z.boolean().exactOptional(),
});
