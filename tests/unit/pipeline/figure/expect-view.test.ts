import { describe, expect, it } from "vitest";
import { ConfigError } from "#pipeline/errors.ts";
import { expectView } from "#pipeline/figure/expect-view.ts";
import { manifestOf, TEXT } from "../../../helpers/tiny-tables.ts";

const manifest = manifestOf(TEXT);
const check = (query: string): void => expectView(query, manifest, "0123456789ab");

describe("the view of a figure", () => {
  it("is what the address says", () => {
    check("");
    check("?method=umap&color=kind&select=q2&data=0123456789ab&token=+river&theme=dark&utm_source=mail");
    check("?m=umap&c=special&s=k2");
    expectView("?data=ffffffffffff", manifest, undefined);
  });

  it("is none where the address has names and values that mean nothing, all of which are said", () => {
    const wrong = (): void => check("?colour=kind&method=som&panel=lins");
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow("There is no “colour” here; did you mean “color”?");
    expect(wrong).toThrow("“method=som” means nothing here: it can be “umap”.");
    expect(wrong).toThrow("did you mean “panel=lines”?");
  });

  it("is none of data that have changed since the address was copied", () => {
    expect(() => check("?data=ffffffffffff")).toThrow(
      /have changed.*expected 0123456789ab, received ffffffffffff/,
    );
  });
});
