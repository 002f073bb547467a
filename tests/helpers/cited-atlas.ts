/** A page and an atlas as they are cited and described for machines. */
import type { CitedPage } from "../../src/site/cite/cited-page.ts";
import type { CroissantAtlas } from "../../src/site/cite/croissant.ts";
import { citationOf } from "#atlas/citation/citation.ts";
import type { SiteWords } from "#atlas/citation/site-words.ts";
import { toyPatterns } from "./toy-patterns.ts";
import { WHOLE_MANIFEST } from "./whole-manifest.ts";

export const SITE: SiteWords = {
  title: "Maps of attention",
  authors: [
    { given: "Ada", family: "Lovelace", orcid: "0000-0002-1825-0097", affiliation: "London" },
    { name: "Analytical Engines", affiliation: "Turin" },
  ],
  license: "CC-BY-4.0",
  date: "2026-11-30",
  publisher: "Example Press",
  doi: "10.5281/zenodo.1234",
};

const ATLAS_URL = "https://a.example/m/d/";
const DIGEST = "0123456789abcdef".repeat(4);

export function citedHead(site: SiteWords = SITE, name = "M", isPublic = true): CitedPage {
  const manifest = { ...WHOLE_MANIFEST, model: { ...WHOLE_MANIFEST.model, name } };
  const url = isPublic ? `${ATLAS_URL}L0H1/` : "/m/d/L0H1/";
  const citation = citationOf(
    { manifest, head: "L0H1", digest: "aaaabbbbcccc", url: isPublic ? url : undefined },
    site,
  );
  const data = (file: string): string => `https://a.example/atlas/m/d/${file}`;
  return {
    url,
    citation,
    atlas: { title: "Attention heads of M on D", url: ATLAS_URL },
    isHead: true,
    files: [
      { path: data("heads/L0H1/attention.json"), type: "application/json" },
      { path: data("heads/L0H1/points.json"), type: "application/json" },
    ],
    roCrate: data("ro-crate-metadata.json"),
    croissant: data("croissant.json"),
  };
}

export function describedAtlas(site: SiteWords = SITE, name = "M"): CroissantAtlas {
  const { model, dataset } = WHOLE_MANIFEST;
  const manifest = {
    ...WHOLE_MANIFEST,
    model: { ...model, name, license: "Apache-2.0" },
    dataset: { ...dataset, license: "free for all" },
  };
  const map = { trustworthiness: 0.9, continuity: 0.8 };
  const head = {
    metrics: { entropy: 0.5, self: 0.25, patchDistance: null },
    alignment: {},
    quality: { pca2: map },
  };
  return {
    manifest,
    citation: citationOf({ manifest, head: null, digest: "aaaabbbbcccc", url: ATLAS_URL }, site),
    files: ["heads.json", "heads/L0H0/attention.json", "heads/L0H0/pca2.webp", "tokens.json"].map(
      (path, i) => ({
        path,
        nBytes: 10 + i,
        sha256: DIGEST,
      }),
    ),
    heads: ["L0H0", "L0H1"].map((name) => ({ ...head, head: name })) as unknown as CroissantAtlas["heads"],
    addressOf: (path) => `https://a.example/atlas/m/d/${path}`,
  };
}

/** An atlas without maps. */
export function describedPatterns(site: SiteWords = SITE): CroissantAtlas {
  const cited = { manifest: toyPatterns, head: null, digest: "aaaabbbbcccc", url: ATLAS_URL };
  return {
    manifest: toyPatterns,
    citation: citationOf(cited, site),
    files: ["heads/L0H0/patterns.json", "manifest.json"].map((path, i) => ({
      path,
      nBytes: 10 + i,
      sha256: DIGEST,
    })),
    heads: [],
    addressOf: (path) => `https://a.example/atlas/m/d/${path}`,
  };
}
