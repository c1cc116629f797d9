/** The LED as a drawing and in words. Shape carries the meaning, never colour alone. */

import { LED_PATTERNS, type LedPattern } from '../../device/contracts/led.js'
import { h, setText } from './dom.js'

const SVG = 'http://www.w3.org/2000/svg'
type Shape = readonly [string, Readonly<Record<string, string | number>>]

const RING: Shape = ['circle', { cx: 20, cy: 20, r: 15, class: 'line' }]

/** Names for people: device/contracts/led.ts says what each means. */
const NAMES: Readonly<Record<LedPattern, string>> = {
  off: 'Light is off',
  solid: 'Light is on',
  'slow-blink': 'Light blinks slowly',
  breathe: 'Light swells and fades',
  'double-blink': 'Light blinks twice',
  'fast-blink': 'Light blinks fast',
  alternate: 'Light alternates',
  countdown: 'Light counts down',
}

const SHAPES: Readonly<Record<LedPattern, readonly Shape[]>> = {
  off: [RING],
  solid: [['circle', { cx: 20, cy: 20, r: 16, class: 'fill' }]],
  'slow-blink': [
    RING,
    ['rect', { x: 13, y: 12, width: 5, height: 16, class: 'fill' }],
    ['rect', { x: 22, y: 12, width: 5, height: 16, class: 'fill' }],
  ],
  breathe: [
    RING,
    ['circle', { cx: 20, cy: 20, r: 9, class: 'line' }],
    ['circle', { cx: 20, cy: 20, r: 3, class: 'fill' }],
  ],
  'double-blink': [
    ['circle', { cx: 12, cy: 20, r: 7, class: 'fill' }],
    ['circle', { cx: 28, cy: 20, r: 7, class: 'fill' }],
  ],
  'fast-blink': [
    ['path', { d: 'M20 4 L37 34 L3 34 Z', class: 'line' }],
    ['rect', { x: 18, y: 14, width: 4, height: 10, class: 'fill' }],
    ['rect', { x: 18, y: 27, width: 4, height: 4, class: 'fill' }],
  ],
  alternate: [RING, ['path', { d: 'M20 5 A15 15 0 0 0 20 35 Z', class: 'fill' }]],
  countdown: [RING, ['path', { d: 'M20 20 L20 5 A15 15 0 1 1 5 20 Z', class: 'fill' }]],
}

export interface LedPicture {
  readonly element: HTMLElement
  show(pattern: LedPattern | null): void
}

export function ledPicture(): LedPicture {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 40 40')
  svg.setAttribute('aria-hidden', 'true')
  const name = h('strong')
  const meaning = h('span')
  let shown: LedPattern | null | undefined
  return {
    element: h('p', { class: 'led' }, svg as unknown as HTMLElement, h('span', {}, name, ': ', meaning)),
    show: pattern => {
      if (pattern === shown) return
      shown = pattern
      svg.setAttribute('class', pattern === 'fast-blink' ? 'attention' : pattern === 'solid' ? 'open' : '')
      svg.replaceChildren(...(pattern === null ? [] : SHAPES[pattern].map(draw)))
      setText(name, pattern === null ? 'Light' : NAMES[pattern])
      setText(meaning, pattern === null ? 'not known, the box does not answer' : LED_PATTERNS[pattern])
    },
  }
}

function draw([tag, attributes]: Shape): SVGElement {
  const element = document.createElementNS(SVG, tag) as SVGElement
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value))
  return element
}
