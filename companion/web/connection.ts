/** Tells when the box does not answer any more, and when it does again. */

import { announce } from './dom.js'
import { watchLive } from './live-stream.js'

/** Opening the stream takes a moment: what is back so soon was never lost. */
const PATIENCE_MS = 3000

/** @param banner shown while the connection is lost @param wanted whether there should be one */
export function watchConnection(banner: HTMLElement, wanted: () => boolean): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  watchLive(status => {
    clearTimeout(timer)
    if (status !== null) {
      if (!banner.hidden) announce('The box answers again')
      banner.hidden = true
      return
    }
    timer = setTimeout(() => {
      banner.hidden = !wanted()
      if (!banner.hidden) announce('The connection to the box is lost')
    }, PATIENCE_MS)
  })
}
