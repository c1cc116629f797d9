/** The words by which the map tells what a sentence is about. Ordinary English of therapy; nothing of any one session. */

export const SLEEP =
  /\b(?:sleep\w*|slept|asleep|awake|wak(?:e|es|ing|en) (?:up )?|woke|insomnia|nightmares?|dream(?:s|t|ed)?|nap|night'?s sleep)\b/i
export const BODY =
  /\b(?:heart|chest|throat|stomach|shoulders?|breath\w*|dizz\w+|shak(?:y|ing|es?)|trembl\w*|tingl\w*|sweat\w*|nause\w*|sick|headaches?|migraines?|pain\w*|tens\w+|tight\w*|numb\w*|rac(?:es?|ing)|pounding|palpitations|faint\w*|pass(?:ed|ing)? out|blank|weight|appetite|eat(?:s|ing|en)?|ate|hungry|starving|pounds?|stone|kilos?|exhaust\w*|tired\w*|fatigue\w*|energy|concentrat\w*|clench\w*|legs?|hands?)\b/i
export const AFFECT =
  /\b(?:feel|feels|felt|feeling|mood|sad\w*|depress\w*|low|gr[ae]y|flat|hopeless\w*|worthless\w*|empty|numb|anxi\w+|panic\w*|worr(?:y|ied|ies|ying)|nervous\w*|scared|afraid|fright\w*|terrif\w*|fear\w*|dread\w*|ang(?:ry|er)|irritab\w*|furious|resent\w*|guilt\w*|asham\w*|shame|embarrass\w*|humiliat\w*|lone(?:ly|liness)|alone|griev\w*|grief|miss (?:him|her|them|it)|cr(?:y|ied|ying)|tears|overwhelm\w*|stress\w*|drown\w*|relie(?:f|ved)|lighter|calm\w*|proud|hate[ds]?|jealous|hurt|upset|rubbish|hard week|awful)\b/i
export const THOUGHT =
  /\b(?:i (?:just |always |still |also )?(?:think|thought|keep thinking|kept thinking|believe[d]?|realis\w+|realiz\w+|noticed|wonder(?:ed)?|figured|told myself|tell myself|remember thinking)|thinking|the thought|what'?s the point|my fault|i should(?:'ve| have)?|i must|went through my (?:mind|head)|it'?s like|like i(?:'m| am)|as though|i'm (?:a |not |so |too )?(?:failure|burden|fraud|useless|weak|stupid|worthless|powerless|good enough)|makes me think|i saw that|i can see (?:how|that|it)|i didn't know (?:that|it)|it means)\b/i
export const MEDICATION =
  /\b(?:\d+ ?(?:mg|mcg|milligrams?|micrograms?)|milligrams?|micrograms?|medications?|medicine|meds|tablets?|pills?|prescri\w+|doses?|dosage|antidepressants?|side effects?|vitamin|\w+(?:oxetine|traline|alopram|azapine|azepam|azolam|idone|tiapine|olol|triptyline|zepine|clone|thazine|thyroxine|afaxine|bupropion|lithium|melatonin|methylphenidate|amfetamine|amphetamine))\b/i
export const SUBSTANCE =
  /\b(?:drink(?:s|ing)?|drank|drunk|beers?|wine|alcohol|vodka|whisk(?:e?y)|gin|cans?(?= |\.|,)(?!\s+(?:you|i|we))|pints?|units|weed|cannabis|marijuana|coke|cocaine|smok(?:e|es|ed|ing)|vap(?:e|es|ing)|cigarettes?|joints?|drugs?|sober|hangover|blackouts?|nicotine|caffeine)\b/i
export const HOMEWORK =
  /\b(?:homework|practi[cs]\w+|thought records?|diary|worksheets?|journal\w*|the log|exercises?|assignment|last time we (?:said|agreed)|plan from last time|did you (?:get to|manage|try|do)|how did (?:you|the \w+) (?:get on|go)|the letter|between sessions|out of (?:five|seven|the (?:five|seven)))\b/i
export const STRENGTH =
  /\b(?:proud|i (?:managed|coped)|got through|not missed|haven't missed|every single day|kept going|i did it|looking forward|helps? me|helped|support\w*|want to (?:see|be there|live)|worth (?:staying|living)|reasons? (?:for|to)|church|faith|i'm still|never once)\b/i
export const GOAL =
  /\b(?:i(?:'d| would) (?:really )?(?:like|love) to|i want (?:to|it|a|that|us|her|him)|i hope to|(?:my|the) (?:goal|aim)|by (?:the )?(?:end of|summer|spring|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter))\b/i
export const NUMBER =
  /\b(?:\d[\d.,:]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|half|twice|once|zero|none|nought|couple)\b/gi
export const TIME =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march(?! (?:on|in|out))|april|june|july|august|september|october|november|december|in may|of may|yesterday|today|tonight|tomorrow|last (?:night|week|month|year|time)|this (?:week|morning|month|year)|every (?:day|night|morning|week|single)|(?:days?|weeks?|months?|years?|hours?|minutes?) ago|weeks?|months?|years?|winter|summer|spring|autumn|o'clock|morning|evening|night|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\w+teenth|twent(?:ieth|y-\w+)|thirtieth|weekdays?|weekend)\b/gi
export const CHAT =
  /\b(?:parking|weather|coat|chair|window|tissue|kettle|bus(?! )|tram|traffic|journey|sit (?:where|down|wherever)|come in|the door|good morning|see you|thank you|cheers)\b/i
export const PERSONAL = /\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself|we|our)\b/i
export const CHANGE =
  /\b(?:(?:down|up) (?:from|to)|(?:lower|higher|less|more|better|worse|fewer) than (?:when|before|last|it was|i was)|was (?:a |an )?\w+ last (?:time|week)|the week before|last time (?:it|i|you)|since last|used to be|before that\?|three weeks ago|compared (?:to|with)|not as (?:bad|good) as|it(?:'s| is|'s about) .{0,24}\bnow\b)/i

/** Words of a scale: what a number answered to them is a rating. */
export const SCALE =
  /\b(?:(?:out of|to) (?:a )?(?:ten|a hundred|hundred|10|100|seven|five)|nought|zero to|scale|0 ?(?:-|to) ?10|how (?:strong|disturbing|true|much|confident|important|likely|anxious|bad|intense|certain|close)\b[^?]{0,60}(?:ten|hundred|seven)|number (?:now|from|is it)|^number\b|rate\b|rating)\b/i
/** Names of questionnaires whose scores are read out. */
export const QUESTIONNAIRE =
  /\b(?:phq(?:-?\s?9)?|gad(?:-?\s?7)?|questionnaire|core-?10|bdi|ies|pcl(?:-?5)?|whodas|audit|score[ds]?|came out at)\b/i
/** A number by itself, or nearly: an answer to a rating. */
const NUMBER_WORD =
  '(?:nought|zero|one|two|three|four|five|six|seven|eight|nine|ten|\\d+|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|eleven|twelve|\\w+teen)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )?hundred)'
export const BARE_RATING = new RegExp(
  `^(?:(?:um+|uh|it was|it's|it is|i'd say|about|maybe|probably|a|an|now|easy|oh|hm+|mm+|more like|i was|perhaps|still|around|so|well|yeah)\\b[,.]?\\s+)*(?:a )?${NUMBER_WORD}(?: and a half)?\\b`,
  'i',
)
/** In-session conduct named aloud by the therapist: the only T words that may stand as an observation. */
export const OBSERVED =
  /\b(?:i (?:can )?(?:see|saw|notice|noticed|hear|heard)\b.{0,30}\b(?:tears?|you(?:r)?|smil\w+|hands?|eyes?|foot|voice|shoulders?)|i'm noticing|there (?:are|were) (?:some )?tears|your (?:voice|eyes|hands?|face|shoulders|foot|feet|legs?|breathing|jaw|fists?|tone|whole body)\b(?: (?:has|have|is|are|was|were|just)|'s|'ve)|you (?:laughed|smiled|cried|sat up|looked (?:straight|down|away|at|a bit)|sounded|seem(?:ed)? (?:calmer|lighter|tense|tearful|flat)|look (?:tired|tearful|sad|lighter|calmer|pale|tense)|went quiet|paused|winced|flinched)|in the room\b.{0,30}\b(?:softer|lighter|heavier|quieter)|(?:softer|lighter|heavier|quieter) in the room)\b/i
