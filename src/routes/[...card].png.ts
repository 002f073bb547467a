/** The pictures that stand beside links to pages. The build draws them; the last segment of each is `card.png`. */
import { drawCard } from "headland:cards";
import type { APIRoute, GetStaticPaths } from "astro";
import { allCards, type CardPlace } from "../site/cards/page-cards.ts";

export const getStaticPaths = (() =>
  allCards().map(({ file, ...props }) => ({
    params: { card: file.replace(/\.png$/, "") },
    props,
  }))) satisfies GetStaticPaths;

export const GET: APIRoute<Omit<CardPlace, "file">> = async ({ props: { card, drawing } }) => {
  const drawn = (await drawing?.()) ?? null;
  const png = await drawCard(drawn === null ? card : { ...card, drawing: drawn });
  return new Response(png, { headers: { "content-type": "image/png" } });
};
