import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atlasFeed, type FeedSource } from "../../../../src/site/machines/atlas-feed.ts";
import { xmlText } from "../../../../src/site/machines/xml-text.ts";
import { parseXml } from "../../../helpers/parse-xml.ts";

const source: FeedSource = {
  title: "Maps",
  subtitle: "Of heads.",
  authors: ["Ada Lovelace"],
  date: "2026-11",
  address: "https://a.example/feed.xml",
  home: "https://a.example/",
  atlases: [
    {
      title: "Toy on Lines",
      summary: "A toy.",
      address: "https://a.example/toy/lines/",
      rights: "Model: MIT.",
    },
  ],
};

describe("the feed of atlases", () => {
  it("is Atom, by hand", () => {
    expect(atlasFeed(source)).toBe(`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
<title>Maps</title>
<subtitle>Of heads.</subtitle>
<id>https://a.example/feed.xml</id>
<link rel="self" type="application/atom+xml" href="https://a.example/feed.xml"/>
<link rel="alternate" type="text/html" href="https://a.example/"/>
<updated>2026-11-01T00:00:00Z</updated>
<author><name>Ada Lovelace</name></author>
<entry>
<title>Toy on Lines</title>
<id>https://a.example/toy/lines/</id>
<link rel="alternate" type="text/html" href="https://a.example/toy/lines/"/>
<updated>2026-11-01T00:00:00Z</updated>
<summary>A toy.</summary>
<rights>Model: MIT.</rights>
</entry>
</feed>
`);
  });

  it.each([
    ["2026", "2026-01-01T00:00:00Z"],
    ["2026-11-30", "2026-11-30T00:00:00Z"],
  ])("of %s was updated at the beginning of that time", (date, updated) => {
    expect(atlasFeed({ ...source, date })).toContain(`<updated>${updated}</updated>`);
  });

  it("shows names as text, whatever they are", () => {
    const evil = '</title><script>alert("1")</script> & ]]> \u0000\u0008\u202e\ud800';
    const text = atlasFeed({
      ...source,
      title: evil,
      authors: [evil],
      atlases: [{ ...source.atlases[0]!, title: evil, summary: evil, rights: evil }],
    });
    const { feed } = parseXml(text, { htmlEntities: true }) as {
      readonly feed: { readonly title: string; readonly entry: { readonly summary: string } };
    };
    const shown = '</title><script>alert("1")</script> & ]]> \ufffd\ufffd\u202e\ufffd';
    expect(feed.title).toBe(shown);
    expect(feed.entry.summary).toBe(shown);
  });
});

it("text in XML is well formed, whatever it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const written = xmlText(text);
      expect(() => parseXml(`<a b="${written}">${written}</a>`)).not.toThrow();
      // eslint-disable-next-line no-control-regex
      expect(written).not.toMatch(/[<>"'\u0000-\u001f\ufffe\uffff\p{Surrogate}]/u);
    }),
  );
});
