/** Function words by part of speech, and the few content words that are in no other list. */
import { list } from "./list.ts";

export const FUNCTION_WORDS = {
  determiner: list(
    `a an the this that these those each every some many all both no several few another enough`,
  ),
  pronoun: list(`
    I you he she it we they me him her us them his its their my your our who what which nobody everyone
    something nothing everything herself himself themselves itself mine`),
  preposition: list(`
    in at on to of from with for under behind near beside above below between across into over through around
    without until before after by inside outside along beyond past against like out off up down upon`),
  conjunction: list(`and but or because so if when while than as though although since`),
  adverb: list(`
    not then there here now once soon again too very also never always often today tomorrow yesterday together away
    home where why how still later suddenly slowly quickly quietly loudly softly happily sadly gladly carefully
    already almost only twice everywhere ever alone more most yes first next last finally far
    upstairs downstairs just back forever please else`),
  verb: list(`
    is are was were be been has have had do does did can could will would may must am went gone go going gave give
    gives given took take takes taken put puts came come comes got get gets said asked cried whispered shouted
    answered replied called hurried wandered lived lives live told tell let lay belongs belong belonged began
    wished begged looked felt knew thought equals follows makes left thanked opened closed shone rained snowed
    blew became stayed returned handed passed stopped started searched tried named shared ended says say thank
    shines snows rains counted cleaned picked mixed promised walked waved swap swapped apologized comforted rescued used read built`),
  noun: list(`
    morning evening night day week year sun moon star rain snow wind sky friend friends end way time story
    song name fruit fruits tool tools toy toys animal animals color colors sort sorts people thing things place
    places word words number numbers secret trouble idea door page world corner front top middle reason
    stars clouds cloud bird birds sea river path house road street room spring summer autumn`),
  number: list(`
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred`),
  name: list(`
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December`),
} as const;

export const NUMBERS = FUNCTION_WORDS.number.slice(0, 21);
export const DAYS = FUNCTION_WORDS.name.slice(0, 7);
export const MONTHS = FUNCTION_WORDS.name.slice(7);
