/** Four decimals, as the format asks for. */
export function rounded(value: number): number {
  return Number(value.toFixed(4));
}
