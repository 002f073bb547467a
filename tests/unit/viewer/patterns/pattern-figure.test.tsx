import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { PatternFigure } from "#viewer/patterns/PatternFigure.tsx";
import { patternSequence } from "../../../helpers/pattern-sequence.ts";

const drawn = (sequence: Parameters<typeof patternSequence>, nIntervals = 2): string =>
  renderToStaticMarkup(<PatternFigure sequence={patternSequence(...sequence)} nIntervals={nIntervals} />);

describe("the figure of a sequence", () => {
  it("has a line per link, a cell per weight, and the strongest links in words", () => {
    const html = drawn([3, [[1, 0, 0.6], [1, 1, 0.4], [1, 2, 0.1], [2, 1, 0.9]], { id: 9 }]); // prettier-ignore
    expect(html.match(/stroke-opacity/g)).toHaveLength(4);
    // From the third token to the second: 22 pixels apart.
    expect(html).toContain('d="M47 30a11 17.9 0 0 1 22 0" stroke-width="2.94" stroke-opacity="0.92"');
    expect(html.match(/class="ahead"/g)).toHaveLength(1);
    expect(html).toContain("Sequence 9");
    expect(html).toContain("group 1 of 2, 3 tokens, largest weight 0.90");
    const words = html.replace(/<[^>]*>/g, "");
    expect(words).toContain("t2 (2) to t1 (1) 0.90t1 (1) to t1 (1) 0.40");
  });

  it("says which part of a long sequence is drawn", () => {
    expect(drawn([100, [[90, 88, 1]]])).toContain("Attention within tokens 55 to 90 of the sequence: 1 line");
    expect(drawn([5, [[2, 1, 1]]], 0)).toContain("group 1, 5 tokens");
  });

  it("shows hostile tokens literally", () => {
    const tokens = ["</svg><script>alert(1)</script>", "\u202eevil", '" onload="x', "x".repeat(10_000)];
    const html = drawn([4, [[1, 1, 0.5], [2, 1, 0.7], [3, 2, 0.8]], { tokens }]); // prettier-ignore
    expect(html).not.toMatch(/<script|\u202e|"\sonload/);
    expect(html).toContain("&lt;/svg&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html.length).toBeLessThan(12_000);
  });

  it("is whole for a sequence of one token, and one without weights", () => {
    for (const html of [drawn([1, [[0, 0, 1]]]), drawn([3, []])]) expect(html).not.toMatch(/NaN|Infinity/);
  });
});
