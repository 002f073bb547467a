/** A measure's number as pages write it. */
import type { CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";

/** Shares and correlations have two decimals, others three digits that count. */
export function formatValue({ unit }: Pick<CatalogMeasure, "unit">, value: number): string {
  const text =
    unit === "share" || unit === "correlation"
      ? value.toFixed(2)
      : value.toLocaleString("en", { maximumSignificantDigits: Math.abs(value) < 1 ? 2 : 3 });
  return text.replace("-", "−");
}
