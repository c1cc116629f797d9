/** What a page must keep for everyone who reads it: looked at in the browser, on what is really shown. */

import type { Page } from 'playwright-core'

/** Problems found: names missing, contrast below WCAG AA, text wider than the window. Empty is good. */
export async function auditPage(page: Page): Promise<readonly string[]> {
  // A string, because the test's program knows no DOM.
  return (await page.evaluate(AUDIT)) as string[]
}

const AUDIT = `(() => {
  const problems = []
  const shown = element => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })
  const brief = element => element.outerHTML.slice(0, 90).replace(/\\s+/g, ' ')
  if (document.documentElement.scrollWidth > innerWidth) problems.push('wider than the window')
  if ([...document.querySelectorAll('h1')].filter(shown).length !== 1) problems.push('not exactly one h1')
  const ids = [...document.querySelectorAll('[id]')].map(element => element.id)
  for (const id of new Set(ids.filter((id, index) => ids.indexOf(id) !== index))) problems.push('id twice: ' + id)
  for (const input of document.querySelectorAll('input, textarea, select')) {
    if (shown(input) && input.labels.length === 0) problems.push('no label: ' + brief(input))
  }
  for (const button of document.querySelectorAll('button, a')) {
    if (!shown(button)) continue
    if ((button.getAttribute('aria-label') ?? button.textContent).trim() === '') problems.push('no name: ' + brief(button))
    const { width, height } = button.getBoundingClientRect()
    const inline = getComputedStyle(button).display === 'inline'
    if (!inline && button.className !== 'skip' && (width < 24 || height < 24)) problems.push('too small: ' + brief(button))
  }
  for (const element of document.querySelectorAll('[aria-describedby], [aria-labelledby], label[for]')) {
    const named = element.getAttribute('aria-describedby') ?? element.getAttribute('aria-labelledby') ?? element.htmlFor
    for (const id of named.split(' ')) if (!document.getElementById(id)) problems.push('points nowhere: ' + id)
  }
  const channel = value => { const v = value / 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 }
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const numbers = color => (color.match(/[\\d.]+/g) ?? []).map(Number)
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = numbers(getComputedStyle(at).backgroundColor)
      if (a === 1) return [r, g, b]
    }
    return [255, 255, 255]
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() === '' || !shown(element) || element.closest('button:disabled, .hidden-text, .skip, noscript')) continue
    const [one, other] = [luminance(numbers(getComputedStyle(element).color)), luminance(behind(element))]
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
    if (ratio < 4.5) problems.push('contrast ' + ratio.toFixed(2) + ': ' + brief(element))
  }
  return problems
})()`
