/** A story: an opening, a sequence of events, an ending. A fact stays true until an event changes it. */
import { chance, integer } from "../../draw.ts";
import type { Drawing } from "../held-out.ts";
import { layOut, type LabeledText } from "../lay-out.ts";
import { inRow, type Phrase } from "../phrase.ts";
import { endStory } from "./endings.ts";
import { lifeEvent } from "./life.ts";
import { openStory } from "./openings.ts";
import { possessionEvent, type Event } from "./possession.ts";
import { makeWorld } from "./world.ts";

/** The number of words after which no event begins; this keeps the longest stories below 128 tokens. */
const LONGEST = 80;

export function storyRow(drawing: Drawing): LabeledText {
  const { random } = drawing;
  const world = makeWorld(drawing);
  const sentences: Phrase[] = [openStory(world)];
  const wanted = integer(random, 2, 8);
  const recent: Event[] = [];
  for (let n = 0; n < wanted && sentences.flat().length < LONGEST;) {
    const event = chance(random, 0.6) ? possessionEvent(random) : lifeEvent(random);
    const sentence = recent.includes(event) ? undefined : event(world);
    if (sentence === undefined) continue;
    sentences.push(sentence);
    recent.push(event);
    if (recent.length > 3) recent.shift();
    n++;
  }
  return layOut(inRow([...sentences, ...endStory(world)]));
}
