import { sortedName } from "../../../atlas/citation/site-words.ts";
import { withoutUndefined } from "../json-ld.ts";
import { creditedAuthors } from "./citation-cff.ts";
import { describeDeposit, type Deposit } from "./deposit.ts";

/** `.zenodo.json`: the form of an upload, filled in. */
export function zenodoJson(deposit: Deposit): string {
  const { site } = deposit;
  const { title, date, license, url, repository } = site;
  const related = [
    ...(url === undefined ? [] : [{ identifier: url, relation: "isIdenticalTo", resource_type: "other" }]),
    ...(repository === undefined
      ? []
      : [{ identifier: repository, relation: "isDerivedFrom", resource_type: "software" }]),
  ];
  const form = withoutUndefined({
    title,
    upload_type: "dataset",
    // The field is HTML.
    description: `<p>${escapeHtml(describeDeposit(deposit))}</p>`,
    creators: creditedAuthors(site).map((author) =>
      withoutUndefined({ name: sortedName(author), affiliation: author.affiliation, orcid: author.orcid }),
    ),
    access_right: "open",
    license: license?.toLowerCase(),
    publication_date: date,
    keywords: ["attention", "transformer", "interpretability"],
    related_identifiers: related.length === 0 ? undefined : related,
  });
  return `${JSON.stringify(form, null, 2)}\n`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
