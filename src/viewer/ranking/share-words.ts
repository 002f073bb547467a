/** A share of 0 … 1 in percent, with one decimal where whole percents would hide the difference. */
export function shareInPercent(share: number): string {
  const value = share * 100;
  return `${value < 2 ? value.toFixed(1) : value.toFixed(0)} %`;
}
