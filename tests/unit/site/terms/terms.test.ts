import fc from "fast-check";
import { expect, it } from "vitest";
import { markTerms, TERMS, type TermName } from "../../../../src/site/terms/terms.ts";

const names = Object.keys(TERMS) as TermName[];

it("marks the first occurrence of each term, in any case and number", () => {
  expect(markTerms("Tokens look at the previous token (chance 2 %).", ["chance", "token"])).toEqual([
    { text: "Tokens", term: "token" },
    { text: " look at the previous token (" },
    { text: "chance", term: "chance" },
    { text: " 2 %)." },
  ]);
});

it("marks whole words only", () => {
  expect(markTerms("The keyboard of a layer-norm is ahead: d_head 32.", names)).toEqual([
    { text: "The keyboard of a layer-norm is ahead: " },
    { text: "d_head", term: "dHead" },
    { text: " 32." },
  ]);
});

it("changes no letter of a text, and marks no term twice", () => {
  const word = fc.constantFrom(
    ...names.flatMap((name) => TERMS[name].forms),
    "a",
    "Key",
    "heads-up",
    ".",
    "\n",
  );
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const text = words.join(" ");
      const parts = markTerms(text, names);
      expect(parts.map((part) => part.text).join("")).toBe(text);
      const marked = parts.flatMap(({ term }) => term ?? []);
      expect(new Set(marked).size).toBe(marked.length);
    }),
  );
});

it("explains each term in one sentence that does not begin with the term itself", () => {
  for (const name of names) {
    const { forms, meaning } = TERMS[name];
    expect(meaning).toMatch(/^[A-Z][^.]*\.$/);
    expect(meaning.toLowerCase().startsWith(forms[0])).toBe(false);
  }
});
