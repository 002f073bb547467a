/** @param license SPDX identifier, e.g. `CC-BY-4.0`. @returns The page with its text. */
export function licenseAddress(license: string): string {
  return `https://spdx.org/licenses/${license}`;
}

/** An SPDX identifier, where the text is one: models and datasets say their license in any words. */
export function spdxOf(license: string): string | undefined {
  return /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(license) && license !== "unknown" ? license : undefined;
}
