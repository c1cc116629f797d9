/**
 * Words by which the risk screen finds what must not be missed. Recall before precision: a line too many costs the
 * clinician a glance. Ordinary language of distress and of asking about it; extend it freely, remove with care.
 */

import type { RiskTopic } from './note-draft.js'

const SELF = '(?:my|your|him|her|them|one)sel(?:f|ves)'
const WHOSE = "(?:my|your|his|her|their|one's)"
const OTHERS =
  '(?:someone|somebody|anyone|anybody|others|other people|people|him|her|them|each other|the (?:kids?|children|baby)|my \\w+|your \\w+)'
const HARM = '(?:hurt|harm|kill|attack|stab|shoot|strangle|hit|punch|beat|injur)(?:e|ing|ting|ed)?'

interface Cue {
  readonly topic: RiskTopic
  readonly pattern: RegExp
  /** Says it plainly; a weak cue is only ever a mention. */
  readonly plain: boolean
}

export const RISK_CUES: readonly Cue[] = [
  plain('suicidal-ideation', `suicid\\w*`),
  plain('suicidal-ideation', `kill(?:ing|ed)? ${SELF}`),
  plain('suicidal-ideation', `(?:end|ending|ended) (?:it all|${WHOSE} (?:own )?li(?:fe|ves)|things for good)`),
  plain('suicidal-ideation', `(?:take|taking|took|taken) ${WHOSE} own life`),
  plain(
    'suicidal-ideation',
    `(?:want|wants|wanted|wanting|wish|wished|wishing|ready|rather|like|hoped?|hoping) to (?:die|be dead|not wake up)`,
  ),
  plain(
    'suicidal-ideation',
    `(?:better off|rather be|wish(?:ed|ing)? (?:that )?(?:i|you|he|she|they) (?:was|were)) dead`,
  ),
  plain(
    'suicidal-ideation',
    `(?:not|n't|never|stop(?:ped)?) (?:really )?want(?:ed|ing)? to (?:be alive|be dead|live|exist|wake up|carry on living|go on living)`,
  ),
  plain(
    'suicidal-ideation',
    `(?:hop|wish|pray)\\w* (?:\\w+ ){0,3}(?:wouldn't|would not|won't|don't|didn't|not|never) wake up`,
  ),
  plain(
    'suicidal-ideation',
    `(?:hang|hanging|drown|drowning|shoot|shooting|poison|poisoning) ${SELF}|jump(?:ing|ed)? (?:off|in front of|under)`,
  ),
  plain(
    'suicidal-ideation',
    `(?:overdos\\w+|an attempt on ${WHOSE} life|(?:thoughts?|thinking) (?:of|about) (?:death|dying|ending (?:it|things)))`,
  ),
  plain(
    'suicidal-ideation',
    `(?:life (?:isn't|is not|wasn't) worth|not worth living|no (?:point|reason) (?:in |to )?(?:living|live|being alive|carrying on))`,
  ),
  weak(
    'suicidal-ideation',
    `(?:better off without me|(?:n't|not) want(?:ed|ing)? to be here|can't (?:go|carry) on|disappear for(?:ever| good)|not be around any ?more|give up on life|do something stupid|no way out)`,
  ),
  plain(
    'self-harm',
    `(?:hurt|hurting|harm|harming|cut|cutting|burn|burning|burned|injur(?:e|ing)|hit|hitting|scratch(?:ing|ed)?) ${SELF}`,
  ),
  plain('self-harm', `self[- ]?(?:harm|injur|mutilat)\\w*`),
  plain('self-harm', `(?:cut|cutting|burn\\w*|scratch\\w*) ${WHOSE} (?:arms?|wrists?|legs?|thighs?|skin|stomach)`),
  weak(
    'self-harm',
    `(?:i(?:'ve been)? cutting again|started cutting|took it out on my (?:arm|leg|body)s?|pulling my hair out|punch(?:ed|ing)? (?:the|a) wall)`,
  ),
  plain(
    'harm-to-others',
    `(?:thoughts?|urges?|plans?|intention|ideas?|thinking|fantas\\w+) (?:of|about|to) ${HARM} (?:\\w+ )?(?:${OTHERS})(?! ?sel)`,
  ),
  plain(
    'harm-to-others',
    `(?:want(?:ed|ing)?|going|like|tempted|able|afraid i(?:'ll|'d| might| will| could)|could|might|going) (?:to )?${HARM} (?:${OTHERS})(?! ?sel)`,
  ),
  plain(
    'harm-to-others',
    `(?:homicid\\w*|murder(?:ing|ed)? (?:${OTHERS})|${HARM} (?:anyone|someone|somebody|anybody|people) else|violent (?:thoughts|urges|fantas\\w+))`,
  ),
  weak(
    'harm-to-others',
    `(?:i could (?:kill|murder|strangle) (?:him|her|them)|lost it (?:with|at) (?:him|her|them|the)|i (?:hit|slapped|pushed|shoved|punched) (?:him|her|them|my))`,
  ),
  plain(
    'abuse-or-neglect',
    `(?:anyone|someone|anybody|somebody|he|she|they|who|partner|husband|wife|boyfriend|girlfriend|father|mother|dad|mum|mom|uncle|brother|people) (?:\\w+ ){0,3}(?:hurt|hit|harm|threaten|frighten|scar|touch|forc|abus|control|beat|chok|punch|slap|kick|shov|push|rap)\\w* (?:you|me)\\b`,
  ),
  plain(
    'abuse-or-neglect',
    `(?:got|gotten|gets?|turned|become) (?:physical|violent)|(?:frightened|scared|afraid) of (?:the other|each other|your (?:partner|husband|wife)|my (?:partner|husband|wife|dad|father)|him|her|anyone)|(?:feel |are you |you )?(?:un)?safe at home|afraid to go home`,
  ),
  plain(
    'abuse-or-neglect',
    `abus(?:e|ed|ing|ive|er)\\b|neglect(?:ed|ing|ful)?\\b|domestic (?:violence|abuse)|rap(?:e|ed|ist)\\b|(?:sexually )?assault(?:ed)?|molest\\w*|(?:forced|made) me (?:to )?(?:have|touch|do)`,
  ),
  weak('abuse-or-neglect', `(?:safeguarding|social services|child protection|restraining order)`),
]

function plain(topic: RiskTopic, source: string): Cue {
  return { topic, pattern: new RegExp(`\\b(?:${source})`, 'i'), plain: true }
}

function weak(topic: RiskTopic, source: string): Cue {
  return { topic, pattern: new RegExp(`\\b(?:${source})`, 'i'), plain: false }
}

/** Figures of speech that use the same words of something else. */
export const FIGURES =
  /\b(?:(?:it(?:'s| is| was)?|this|that|they|she|he|which|my \w+) (?:is |was |are |were )?(?:(?:absolutely|really|just) )?killing me|kill(?:ed)? for an?|dying (?:for|to (?:see|know|meet|hear))|die of (?:boredom|embarrassment|shame)|to die for|(?:career|social|commercial) suicide|abus(?:e|ing) (?:of )?(?:the|my) (?:system|position|alcohol)|drug abuse|(?:alcohol|substance) abuse|hit me that|it hit me|(?:killed|killing) time|kill (?:him|her|them) with kindness|could(?:'ve| have)? killed (?:him|her|them) (?:for|when) (?:that|he|she))\b/i

/** "No" that is not plain. */
export const HALF_DENIAL =
  /^(?:(?:um+|uh|well|oh|hm+|i mean)\b[,.]?\s+)*(?:not (?:really|exactly|as such|today|this week|that much|lately|any ?more|right now|like that)|i don't think so|no[,.]? (?:well|not really|but|i mean|sometimes|except)|kind of|sort of|i don't know|maybe|not for)\b/i
export const AFFIRMS_RISK =
  /^(?:(?:um+|uh|well|oh|god|hm+)\b[,.]?\s+)*(?:yes|yeah|yep|sometimes|often|a (?:bit|little|few times)|once|twice|most (?:of the time|days)|all the time|every (?:day|night)|it (?:has|did|does)|i (?:have|do|did|am|was)\b(?!n't| not)|he (?:has|did|does)|she (?:has|did|does))|\b(?:yes|yeah)[.,]?$/i
export const PAST =
  /\b(?:(?:19|20)\d\d|used to|ago|years? back|when i was|back then|as a (?:kid|child|teenager)|at (?:school|university|college|uni)|in (?:sixth form|school|college|high school|my (?:teens|twenties)|the past)|not for (?:ages|a long|years|months)|before (?:my|the|i)|once|last year|i was \w+teen|previously|that (?:winter|summer|year|time)|stopped|after the (?:divorce|birth|break-?up|accident))\b/i
export const PRESENT =
  /\b(?:now|still|today|tonight|at the moment|lately|these days|every (?:day|night)|most of the time|since (?:mon|tues|wednes|thurs|fri|satur|sun)day|this (?:week|morning)|again)\b/i
export const ASKS_PAST = /\b(?:ever|before|in the past|a time when|did you|used to|previously|history of)\b/i
/** A question that goes on from a risk question without naming the matter again. */
export const ASKS_ON =
  /\b(?:(?:think|thought|feel|felt) (?:that|this) way|like that before|ever (?:tried|done anything|acted)|those (?:thoughts|feelings|urges)|had (?:them|it) before|that before|when (?:was|did) (?:that|it))\b/i
