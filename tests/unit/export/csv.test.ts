/** CSV: read back by csv-parse, an independent reader, token for token and number for number. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { csvText, float32Text } from "#export/csv.ts";
import {
  booleanColumn,
  float32Column,
  float64Column,
  int32Column,
  textColumn,
  type Table,
} from "#export/table.ts";

function table(...columns: Table["columns"]): Table {
  return { name: "t", nRows: columns[0]?.values.length ?? 0, columns };
}

/** Rows as csv-parse reads them, with CRLF between rows as RFC 4180 has it. */
function read(text: string): string[][] {
  return parse(text, { record_delimiter: "\r\n" });
}

const HOSTILE = [
  "=1+1",
  "@SUM(A1)",
  "+2",
  "-3",
  'say "hi"',
  "a,b",
  "line\nbreak",
  "carriage\r\nreturn",
  " padded ",
  "<script>alert(1)</script>",
  "\u202Eevil",
  "\0\u0007",
  "👩‍👩‍👧‍👦",
  "\t",
  "",
];

describe("CSV", () => {
  it("is written as RFC 4180 has it: worked by hand", () => {
    const text = csvText(
      table(
        textColumn("text", "", ["a", 'b"c', "", null]),
        int32Column("n", "", [1, -2, 3, 4]),
        float64Column("x", "", [0.5, NaN, 1e21, -0.25]),
        booleanColumn("is", "", [true, false, true, false]),
      ),
    );
    expect(text).toBe(
      'text,n,x,is\r\na,1,0.5,true\r\n"b""c",-2,,false\r\n"",3,1e+21,true\r\n,4,-0.25,false\r\n',
    );
  });

  it("keeps hostile texts as they are: no formula is changed", () => {
    const rows = read(csvText(table(textColumn("a,b", "", HOSTILE))));
    expect(rows).toEqual([["a,b"], ...HOSTILE.map((text) => [text])]);
  });

  it("reads back any text", () => {
    const anyText = fc
      .array(fc.integer({ min: 0, max: 0x10ffff }).filter((point) => point < 0xd800 || point > 0xdfff))
      .map((points) => String.fromCodePoint(...points));
    const texts = fc.array(fc.tuple(anyText, fc.string()), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(texts, (pairs) => {
        const columns = [0, 1].map((i) =>
          textColumn(
            `c${i}`,
            "",
            pairs.map((pair) => pair[i]!),
          ),
        );
        expect(read(csvText(table(...columns))).slice(1)).toEqual(pairs);
      }),
      { numRuns: 40 },
    );
  });

  it("gives every 32-bit number back in at most nine digits", () => {
    expect(float32Text(Math.fround(0.1))).toBe("0.1");
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Math.fround(Number(float32Text(x))) === x).toBe(true);
      }),
    );
    const text = csvText(table(float32Column("x", "", Float32Array.of(1 / 3, 16777216, 1e-8))));
    expect(text).toBe("x\r\n0.33333334\r\n16777216\r\n1e-8\r\n");
  });

  it("writes long tables in parts that are one text together", () => {
    const n = 10_000;
    const long = table(
      int32Column(
        "i",
        "",
        Array.from({ length: n }, (_, i) => i),
      ),
    );
    expect(
      read(csvText(long))
        .slice(1)
        .map(([i]) => Number(i)),
    ).toEqual(Array.from({ length: n }, (_, i) => i));
  });
});
