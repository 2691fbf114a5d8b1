/** The events after which a stream is complete, whoever closes the connection first. */

const terminal = [
  'data: [DONE]',
  '"type":"message_stop"',
  '"type": "message_stop"',
  'event: message_stop',
  '"response.completed"',
  '"response.incomplete"',
  '"response.failed"',
]

/**
 * Whether a chunk holds the last event of its dialect. Client libraries stop reading there and close the connection
 * before the bytes that end the response: such a request is complete, its client has not left it.
 */
export function holdsTerminalEvent(chunk: Buffer | null): boolean {
  return chunk !== null && terminal.some(event => chunk.includes(event))
}
