import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanTags } from "../../../../src/integration/strict/scan-tags.ts";

const names = (html: string): string[] => scanTags(html).map(({ name }) => name);

describe("the tags of a page", () => {
  it("are found with their attributes and places", () => {
    const html = `<p>a<IMG alt="a > b" data-x='<b>' width=4 hidden/></p>`;
    const [, image] = scanTags(html);
    expect(image).toMatchObject({ name: "img", start: 4, end: html.indexOf("</p>") });
    expect(image?.attributes.map(({ name, value }) => [name, value])).toEqual([
      ["alt", "a > b"],
      ["data-x", "<b>"],
      ["width", "4"],
      ["hidden", ""],
    ]);
    const [alt] = image?.attributes ?? [];
    expect(html.slice(alt?.start, alt?.end)).toBe('alt="a > b"');
  });

  it("are not those in comments, in scripts, in styles and in attributes", () => {
    const html = `<!doctype html><!-- <b> --><script>"<i>"</script><style>a::after{content:"<u>"}</style><p title="<s>">1 < 2</p>`;
    expect(names(html)).toEqual(["script", "style", "p"]);
    expect(scanTags(html)[0]?.text).toBe('"<i>"');
  });

  it("have values as a browser understands them", () => {
    const [tag] = scanTags(`<p a="&quot;&#34;&#x27;&amp;lt;&lt;">`);
    expect(tag?.attributes[0]?.value).toBe(`""'&lt;<`);
  });

  it("are the same whatever text an attribute and an element have", () => {
    const text = fc.string({
      unit: fc.constantFrom(...["<", ">", "/", "=", "!", "-", "&", ";", " ", "style", "script"]),
    });
    fc.assert(
      fc.property(text, text, (inside, between) => {
        const escaped = between.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
        const html = `<p title="${inside}">${escaped}</p><script src="a">x</script><b style="c">`;
        expect(names(html)).toEqual(["p", "script", "b"]);
      }),
    );
  });
});
