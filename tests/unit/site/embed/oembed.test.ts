import { expect, it } from "vitest";
import { oembedOf } from "../../../../src/site/embed/oembed.ts";
import { WHOLE_MANIFEST } from "../../../helpers/whole-manifest.ts";

const place = { site: new URL("https://a.org"), base: "/atlas" };
const { model, dataset } = WHOLE_MANIFEST;
const atlas = `${model.slug}/${dataset.slug}`;

it("says how a head is embedded, with whole addresses", () => {
  const { html, ...rest } = oembedOf(WHOLE_MANIFEST, { layer: 0, head: 1 }, place);
  expect(rest).toEqual({
    version: "1.0",
    type: "rich",
    title: `${model.name} L0H1`,
    provider_name: "Headland",
    provider_url: "https://a.org/atlas",
    width: 640,
    height: 480,
    thumbnail_url: expect.stringMatching(
      new RegExp(`^https://a\\.org/atlas/atlas/${atlas}/heads/L0H1/\\w+\\.webp$`),
    ) as string,
    thumbnail_width: 480,
    thumbnail_height: 480,
  });
  expect(html).toContain(`<iframe src="https://a.org/atlas/embed/${atlas}/L0H1/"`);
  expect(html).toContain('width="640" height="480"');
});

it("keeps the name of a model text", () => {
  const hostile = { ...WHOLE_MANIFEST, model: { ...model, name: '"><script>x</script>' } };
  const { html } = oembedOf(hostile, { layer: 0, head: 0 }, place);
  expect(html).not.toContain("<script");
  expect(html).toContain('title="&quot;&gt;&lt;script&gt;x&lt;/script&gt; L0H0"');
});
