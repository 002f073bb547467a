/** A registered name of the DOI system: a prefix of its registrant, a slash, and printable ASCII. */
const DOI = /^10\.\d{4,9}(?:\.\d+)*\/[!-~]{1,200}$/;

/** What a DOI has to be, if a text is none. */
export function expectedDoi(text: string): string | undefined {
  return DOI.test(text) ? undefined : "a DOI such as 10.5281/zenodo.1234567";
}

/** The address under which a DOI resolves. */
export function doiAddress(doi: string): string {
  const escaped = doi.split("/").map((part) => encodeURIComponent(part));
  return `https://doi.org/${escaped.join("/")}`;
}
