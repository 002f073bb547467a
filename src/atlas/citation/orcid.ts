/** What an ORCID iD has to be, if a text is none: 16 digits in fours, of which the last checks the others (ISO 7064, MOD 11-2). */
export function expectedOrcid(text: string): string | undefined {
  const expected = "an ORCID iD such as 0000-0002-1825-0097";
  if (!/^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(text)) return expected;
  const digits = text.replaceAll("-", "");
  const sum = Array.from(digits.slice(0, -1)).reduce((total, digit) => (total + Number(digit)) * 2, 0);
  const check = (12 - (sum % 11)) % 11;
  return digits.at(-1) === (check === 10 ? "X" : String(check))
    ? undefined
    : `${expected}, whose last digit checks the others`;
}

export function orcidAddress(orcid: string): string {
  return `https://orcid.org/${orcid}`;
}
