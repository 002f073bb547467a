import { describe, expect, it } from "vitest";
import { checkClaim } from "../../../../src/claims/check-claim.ts";
import { guideClaims, type GuideClaim } from "../../../../src/site/claims/guide-claims.ts";
import { headClaim } from "../../../../src/site/claims/claim-words.ts";
import { ATLAS, claimFile } from "../../../helpers/claimed-atlas.ts";

const checked = (claim: Record<string, unknown>) => {
  const [first] = claimFile(claim).claims.flatMap((each) => checkClaim(each, [ATLAS]));
  if (!first) throw new Error("nothing was checked");
  return first;
};
const copies = checked({ check: { measure: "induction", atLeast: 0.5 } });
const wrong = checked({ heads: "L0H1, L1H1", check: { measure: "induction", atLeast: 0.5 } });
const away = checked({ model: "other", check: { measure: "induction", atLeast: 0.5 } });

const LINK = '<p>L3H0 <a href="../claims/file.yaml#one">copies <em>it</em></a>.</p>';
const shown = (found: GuideClaim["found"], path: string | null = "/claims/#file.one"): string =>
  guideClaims(LINK, () => ({ found, path })).replaceAll(/<svg.*?<\/svg>/g, "SIGN");

describe("a claim in a guide", () => {
  it("is the words of the link, with a sign and the number that was found", () => {
    expect(shown(copies)).toBe(
      '<p>L3H0 <a href="/claims/#file.one">copies <em>it</em></a> <small class="claim">SIGNInduction 0.90</small>.</p>',
    );
  });

  it("says in words that it is false, or why it was not checked", () => {
    expect(shown(wrong)).toContain('<small class="claim is-false">SIGNfalse: L0H1: Induction 0.20</small>');
    expect(shown(away)).toContain('<small class="claim soft">SIGNnot checked: weights not at hand</small>');
  });

  it("leads nowhere if the site does not list it", () => {
    expect(shown(copies, null)).toMatch(/^<p>L3H0 copies <em>it<\/em> <small/);
  });

  it("keeps the words of one that is not there, and says so", () => {
    const asked: string[] = [];
    const html = guideClaims(LINK, (id) => {
      asked.push(id);
      return null;
    });
    expect(asked).toEqual(["file/one"]);
    expect(html).toContain("copies <em>it</em> <small");
    expect(html).toContain("not checked: there is no such claim");
  });

  it("leaves other links as they are", () => {
    const html = '<a href="../nearness/">Nearness</a> <a href="https://a.example/claims/file.yaml#one">x</a>';
    expect(guideClaims(html, () => ({ found: copies, path: "/" }))).toBe(html);
  });

  it("shows what an author wrote as text, never as markup", () => {
    const found = { ...copies, short: '<img src=x onerror="x"> & more' };
    expect(shown(found)).toContain("&lt;img src=x onerror=&quot;x&quot;> &amp; more");
  });
});

describe("a claim on the page of a head", () => {
  it("has the head's own number", () => {
    expect(headClaim(copies, "L1H1", "/claims/")).toEqual({
      state: "holds",
      says: "A head copies",
      note: "Induction 0.90 (chance 0.10)",
      path: "/claims/#file.one",
    });
  });

  it("names the head because of which it is false", () => {
    expect(headClaim(wrong, "L1H1", "/claims/").note).toBe("is false, L0H1: Induction 0.20 (chance 0.10)");
    expect(headClaim(wrong, "L0H1", "/claims/").note).toBe("is false, Induction 0.20 (chance 0.10)");
  });
});
