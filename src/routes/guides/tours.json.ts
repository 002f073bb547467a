/** What the card of a tour shows; the viewer asks for it when an address names a step. */
import type { APIRoute } from "astro";
import { tours } from "../../site/tours/tours.ts";
import type { ToursFile } from "../../viewer/tour/tour.ts";

export const GET: APIRoute = async () => {
  const file: ToursFile = { v: 1, tours: await tours() };
  return new Response(JSON.stringify(file), { headers: { "content-type": "application/json" } });
};
