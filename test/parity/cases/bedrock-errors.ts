/** How Amazon Bedrock fails: in the middle of a stream, and before. */
import { message } from '../../../services/simulator/wires/bedrock/event-stream.ts'
import { answer } from '../answers.ts'
import { awsEvent, awsException, delta, end, start, stop, streamed, words } from '../aws-answers.ts'
import { chats, user, type Row } from '../case.ts'

const topic = 'bedrock answers'

const broken: readonly Row[] = [
  ...[
    'throttlingException',
    'modelStreamErrorException',
    'internalServerException',
    'validationException',
    'modelTimeoutException',
    'serviceUnavailableException',
    'oddException',
  ].map((type): Row =>
    streamed(`${type} in the middle`, {}, [start, delta(0, { text: 'a' }), awsException(type, 'said')]),
  ),
  streamed('an exception at once', {}, [awsException('throttlingException', 'slow down')]),
  streamed('an exception at once that is long', {}, [
    awsException('validationException', 'Input is too long for requested model.'),
  ]),
  streamed('an error of the stream itself', {}, [
    start,
    delta(0, { text: 'a' }),
    message({ ':message-type': 'error', ':error-code': '500', ':error-message': 'odd' }, ''),
  ]),
  streamed('an end without messageStop', {}, [start, delta(0, { text: 'a' }), stop(0)]),
  streamed('an end within a message', {}, [start, delta(0, { text: 'a' }), stop(0).subarray(0, 30)]),
  streamed('nothing at all', {}, []),
  streamed('bytes that are no message', {}, [start, delta(0, { text: 'a' }), 'nonsense, and plenty of it']),
  streamed('no JSON in an event', {}, [
    start,
    delta(0, { text: 'a' }),
    message({ ':event-type': 'contentBlockDelta', ':message-type': 'event' }, '{"delta'),
  ]),
  streamed('an event nobody knows', {}, [start, awsEvent('odd', { a: 1 }), ...words(0, 'x'), ...end()]),
  [
    'a page instead of a stream',
    { stream: true },
    { provider: answer('<html>page</html>', 200, { 'content-type': 'text/html' }) },
  ],
  ['JSON instead of a stream', { stream: true }, { provider: answer({ message: 'odd' }) }],
]

const type = (name: string): Record<string, string> => ({
  'content-type': 'application/json',
  'x-amzn-errortype': `${name}:http://internal.amazon.com/`,
})
const statuses = [
  400, 401, 402, 403, 404, 405, 408, 409, 413, 415, 418, 422, 424, 429, 451, 500, 501, 502, 503, 504, 529,
]
const said: readonly (readonly [number, string])[] = [
  [400, 'Input is too long for requested model.'],
  [400, 'Conversation blocks and tool result blocks cannot be provided in the same turn.'],
  [400, 'Malformed input request: #: extraneous key, please reformat your input and try again.'],
  [400, 'A conversation must start with a user message.'],
  [403, 'The security token included in the request is invalid.'],
  [403, 'AccessDeniedException: no'],
  [400, 'ThrottlingException: Too many tokens, please wait before trying again.'],
  [424, 'the request timed out'],
  [500, 'Could not process image'],
  [400, 'Could not process image'],
  [429, 'Too many tokens, please wait before trying again.'],
]

/** A port nobody listens on. */
const nowhere = 'http://127.0.0.1:9'

const errors: readonly Row[] = [
  ...statuses.map((status): Row => [
    `status ${status}`,
    {},
    { provider: answer({ message: `said ${status}` }, status, type('SomeException')) },
  ]),
  ...[400, 403, 429, 500, 503].map((status): Row => [
    `status ${status}, streamed`,
    { stream: true },
    { provider: answer({ message: `said ${status}` }, status, type('SomeException')) },
  ]),
  ...said.map(([status, text]): Row => [`${status}: ${text}`, {}, { provider: answer({ message: text }, status) }]),
  ['an error without a body', {}, { provider: answer('', 500) }],
  ['an error page', {}, { provider: answer('<html>no</html>', 502, { 'content-type': 'text/html' }) }],
  [
    'a limit with a time',
    {},
    { provider: answer({ message: 'slow' }, 429, { ...type('ThrottlingException'), 'retry-after': '7' }) },
  ],
  ['a connection that is cut', { messages: [user('[sim:reset]')] }],
  ['nobody there', {}, { deployment: { aws_bedrock_runtime_endpoint: nowhere } }],
  ['nobody there, streamed', { stream: true }, { deployment: { aws_bedrock_runtime_endpoint: nowhere } }],
  ['our own timeout', { messages: [user('[sim:delay:5000]')] }, { deployment: { timeout: 0.5 } }],
  [
    'our own timeout, streamed',
    { stream: true, messages: [user('[sim:delay:5000]')] },
    { deployment: { timeout: 0.5 } },
  ],
  ['half an answer', { messages: [user('[sim:cut:1] x')] }],
]

export const bedrockErrorCases = [
  ...chats(`${topic}/broken`, 'bedrock', broken).map(one => ({ deployment: {}, ...one })),
  // Some errors cool a deployment down.
  ...chats(`${topic}/errors`, 'bedrock', errors).map(one => ({ deployment: {}, ...one })),
]
