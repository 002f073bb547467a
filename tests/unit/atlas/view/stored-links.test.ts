import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { defaultView, formatView, parseView } from "#atlas/view/view-address.ts";
import { VIEW_FIELDS } from "#atlas/view/view-fields.ts";
import type { View } from "#atlas/view/view.ts";

interface StoredLink {
  readonly format: string;
  readonly link: string;
  /** What differs from how a page opens. */
  readonly view: Partial<View>;
}

const MAPS = { methods: METHODS, dims: [2, 3] } as const;
const LINKS = JSON.parse(readFileSync("tests/fixtures/stored-links.json", "utf8")) as StoredLink[];

/** As papers and mails have them: each format that addresses ever had is read for good. */
describe("a link of an earlier version", () => {
  it.each(LINKS)("means what it meant: $format", ({ link, view }) => {
    expect(parseView(link, MAPS)).toEqual({ ...defaultView(MAPS), ...view });
  });

  it.each(LINKS)("stays a link that can be copied again: $format", ({ link }) => {
    const view = parseView(link, MAPS);
    const written = formatView(view, MAPS);
    expect(parseView(written, MAPS)).toEqual(view);
    expect(written).toMatch(/^\?([a-z]+(-[a-z]+)?=[^&]+&?)+$/);
    expect(written).not.toMatch(/[?&].=/);
  });

  it("is stored for every name that a field ever had", () => {
    const stored = new Set(LINKS.flatMap(({ link }) => [...new URLSearchParams(link).keys()]));
    const names = Object.values(VIEW_FIELDS).flatMap((field): readonly string[] => field.names);
    expect(names.filter((name) => !stored.has(name))).toEqual([]);
  });
});
