/** The places in the code where an error came by, one a line, without the error's words. */
export function stackFrames(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const stack = error.stack ?? ''
  // The message stands between the name and the first frame and may itself hold lines that look like frames.
  const afterMessage = stack.slice(Math.max(0, stack.indexOf(error.message)) + error.message.length)
  const frames = afterMessage.match(/^ {4}at [\w.<> [\]]*\(?[^\s()]+:\d+:\d+\)?$/gm) ?? []
  return frames.map(frame => frame.trim()).join('\n')
}
