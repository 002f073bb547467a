/** Ends a command with an invalid SITE or BASE before it does any work. */
import { readAddress, type SiteAddress } from "../src/integration/site-address.ts";

export function expectAddress(): SiteAddress {
  const { address, problems } = readAddress(process.env);
  if (problems.length === 0) return address;
  for (const problem of problems) console.error(problem);
  process.exit(1);
}
