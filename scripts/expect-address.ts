/** Ends a command whose SITE or BASE cannot be used, before it does any work. */
import { readAddress, type SiteAddress } from "../src/integration/site-address.ts";

export function expectAddress(): SiteAddress {
  const { address, problems } = readAddress(process.env);
  if (problems.length === 0) return address;
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
