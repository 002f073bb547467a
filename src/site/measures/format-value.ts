/** A measure's number as pages write it. */
import type { CatalogMeasure } from "../../measures/catalog/catalog-measure.ts";

/** Made once: every number of every head is written with them. */
const [BELOW_ONE, FROM_ONE] = [2, 3].map(
  (maximumSignificantDigits) => new Intl.NumberFormat("en", { maximumSignificantDigits }),
) as [Intl.NumberFormat, Intl.NumberFormat];

/** Shares and correlations have two decimals, others three digits that count. */
export function formatValue({ unit }: Pick<CatalogMeasure, "unit">, value: number): string {
  const text =
    unit === "share" || unit === "correlation"
      ? value.toFixed(2)
      : (Math.abs(value) < 1 ? BELOW_ONE : FROM_ONE).format(value);
  return text.replace("-", "−");
}
