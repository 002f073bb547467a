/** The formats in which a head can be cited, in the order in which they are offered. */
import { bibtex } from "./bibtex.ts";
import type { Citation } from "./citation.ts";
import { cslJson } from "./csl.ts";
import { plainText } from "./plain-text.ts";
import { ris } from "./ris.ts";

export interface CitationFormat {
  readonly title: string;
  /** Of the file to download. */
  readonly ending: string;
  readonly mediaType: string;
  readonly write: (citation: Citation) => string;
}

export const CITATION_FORMATS = [
  { title: "BibTeX", ending: "bib", mediaType: "application/x-bibtex", write: bibtex },
  { title: "CSL-JSON", ending: "json", mediaType: "application/vnd.citationstyles.csl+json", write: cslJson },
  {
    title: "RIS",
    ending: "ris",
    mediaType: "application/x-research-info-systems",
    write: ris,
  },
  { title: "Text", ending: "txt", mediaType: "text/plain", write: (citation) => `${plainText(citation)}\n` },
] as const satisfies readonly CitationFormat[];
