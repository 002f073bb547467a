/** Terms of Croissant's namespace that stand in our files without a prefix. */
const TERMS = [
  "citeAs",
  "column",
  "containedIn",
  "extract",
  "field",
  "fileObject",
  "fileSet",
  "includes",
  "isLiveDataset",
  "jsonPath",
  "key",
  "recordSet",
  "references",
  "source",
];

/** The context by which a JSON-LD reader resolves the terms of a Croissant file. */
export const CONTEXT = {
  "@language": "en",
  "@vocab": "http://schema.org/",
  sc: "http://schema.org/",
  cr: "http://mlcommons.org/croissant/",
  dct: "http://purl.org/dc/terms/",
  conformsTo: "dct:conformsTo",
  ...Object.fromEntries(TERMS.map((term) => [term, `cr:${term}`])),
  dataType: { "@id": "cr:dataType", "@type": "@vocab" },
} as const;
