import { expect, it } from "vitest";
import { embedCode } from "#atlas/embed/embed-code.ts";

it("shows a page in a frame that may open it, and loads it when it comes into view", () => {
  expect(
    embedCode({ src: "https://a.org/embed/m/d/L0H1/?ui=full&theme=dark", title: "m L0H1", height: 480 }),
  ).toBe(
    '<iframe src="https://a.org/embed/m/d/L0H1/?ui=full&amp;theme=dark" title="m L0H1" width="100%" height="480" loading="lazy" ' +
      'sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox" style="border:0"></iframe>',
  );
});

it("keeps names text", () => {
  const code = embedCode({
    src: "https://a.org/",
    title: `"><script>x</script>&amp;'`,
    width: 640,
    height: 1,
  });
  expect(code).toContain('title="&quot;&gt;&lt;script&gt;x&lt;/script&gt;&amp;amp;\'" width="640"');
});
