import { describe, expect, it } from "vitest";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { jsonLd, scriptJson } from "../../../../src/site/cite/json-ld.ts";
import { metaTags } from "../../../../src/site/cite/meta-tags.ts";
import { signposts } from "../../../../src/site/cite/signposts.ts";
import { citedHead, SITE } from "../../../helpers/cited-atlas.ts";

describe("the tags that reference managers read", () => {
  it("have the fields of Highwire Press", () => {
    const tags = metaTags(citedHead().citation).filter(([name]) => name.startsWith("citation_"));
    expect(tags).toEqual([
      ["citation_title", "Attention head L0H1 of M on X"],
      ["citation_author", "Lovelace, Ada"],
      ["citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"],
      ["citation_author_institution", "London"],
      ["citation_author", "Analytical Engines"],
      ["citation_author_institution", "Turin"],
      ["citation_publication_date", "2026/11/30"],
      ["citation_publisher", "Example Press"],
      ["citation_doi", "10.5281/zenodo.1234"],
      ["citation_public_url", "https://a.example/m/d/L0H1/"],
    ]);
  });

  it("have the fields of Dublin Core", () => {
    const tags = metaTags(citedHead().citation).filter(([name]) => name.startsWith("DC."));
    expect(tags).toEqual([
      ["DC.title", "Attention head L0H1 of M on X"],
      ["DC.creator", "Lovelace, Ada"],
      ["DC.creator", "Analytical Engines"],
      ["DC.type", "Dataset"],
      ["DC.date", "2026-11-30"],
      ["DC.publisher", "Example Press"],
      ["DC.identifier", "https://a.example/m/d/L0H1/"],
      ["DC.identifier", "doi:10.5281/zenodo.1234"],
      ["DC.hasVersion", "aaaabbbbcccc"],
      ["DC.isPartOf", "Maps of attention"],
      ["DC.rights", "https://spdx.org/licenses/CC-BY-4.0"],
    ]);
  });

  it("leave out what the site does not say, and an address that is none outside of it", () => {
    const names = metaTags(citedHead(NO_WORDS, "M", false).citation).map(([name]) => name);
    expect(names).toEqual(["citation_title", "DC.title", "DC.type", "DC.hasVersion", "DC.isPartOf"]);
  });
});

describe("the signposts of a page", () => {
  it("follow the FAIR profile: each relation, with types of what they lead to", () => {
    expect(signposts(citedHead())).toEqual([
      { rel: "cite-as", href: "https://doi.org/10.5281/zenodo.1234" },
      { rel: "type", href: "https://schema.org/AboutPage" },
      { rel: "type", href: "https://schema.org/Dataset" },
      { rel: "author", href: "https://orcid.org/0000-0002-1825-0097" },
      { rel: "license", href: "https://spdx.org/licenses/CC-BY-4.0" },
      {
        rel: "describedby",
        href: "https://a.example/atlas/m/d/ro-crate-metadata.json",
        type: "application/ld+json",
        profile: "https://w3id.org/ro/crate/1.3",
      },
      {
        rel: "describedby",
        href: "https://a.example/atlas/m/d/croissant.json",
        type: "application/ld+json",
        profile: "http://mlcommons.org/croissant/1.1",
      },
      {
        rel: "item",
        href: "https://a.example/atlas/m/d/heads/L0H1/attention.json",
        type: "application/json",
      },
      { rel: "item", href: "https://a.example/atlas/m/d/heads/L0H1/points.json", type: "application/json" },
    ]);
  });

  it("cite the page itself where there is no DOI", () => {
    expect(signposts(citedHead(NO_WORDS))[0]).toEqual({
      rel: "cite-as",
      href: "https://a.example/m/d/L0H1/",
    });
  });
});

describe("a page as linked data", () => {
  it("is a dataset, part of the atlas", () => {
    expect(jsonLd(citedHead(), "What it does.")).toMatchObject({
      "@context": "https://schema.org/",
      "@type": "Dataset",
      name: "Attention head L0H1 of M on X",
      description: "What it does.",
      url: "https://a.example/m/d/L0H1/",
      version: "aaaabbbbcccc",
      datePublished: SITE.date,
      isPartOf: { "@type": "Dataset", name: "Attention heads of M on D", url: "https://a.example/m/d/" },
    });
  });

  it.each(["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028"])(
    "does not leave its element with the name %j, and reads back",
    (name) => {
      const value = jsonLd(citedHead(SITE, name), name);
      const text = scriptJson(value);
      expect(text).not.toMatch(/[<]/);
      expect(JSON.parse(text)).toEqual(value);
    },
  );
});
