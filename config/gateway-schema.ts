/** `config/gateway.yaml`: what is Crossfade's own and LiteLLM knows nothing of. */
import { z } from 'zod'

const port = z.int().min(1).max(65535)
const milliseconds = z.int().min(1)

/** The schema of `config/gateway.yaml`; every key has a default, so an empty file is complete. */
export const gatewaySchema = z
  .strictObject({
    listen: z
      .strictObject({ host: z.string().min(1).default('0.0.0.0'), port: port.default(8764) })
      .prefault({})
      .describe('The address clients use. PROXY_PORT wins over the port.'),
    ports: z
      .strictObject({
        sdk: port.default(8765),
        binary: port.default(8766),
        litellm: port.default(4000),
        control: port.default(8763),
        simulator: port.default(8799),
      })
      .prefault({})
      .describe('Loopback ports. SDK_PORT, BINARY_PORT, LITELLM_PORT, CONTROL_PORT and SIMULATOR_PORT win.'),
    processes: z
      .strictObject({
        gateway: z.int().min(1).default(2),
        worker_sdk: z.int().min(1).default(2),
        worker_binary: z.int().min(1).default(1),
      })
      .prefault({})
      .describe('How many processes of each kind pm2 keeps.'),
    limits: z
      .strictObject({
        body_bytes: z.int().min(1024).default(33_554_432).describe('Larger request bodies get 413.'),
        connect_ms: milliseconds.default(5_000).describe('To reach a backend.'),
        first_byte_ms: milliseconds.default(600_000).describe('From the request to the first byte of its answer.'),
        stalled_reader_ms: milliseconds
          .default(60_000)
          .describe('How long a client may leave unread what it was sent, before it is cut off.'),
        keep_alive_ms: z
          .int()
          .min(0)
          .default(15_000)
          .describe('Silence of a stream after which the sdk backend sends a sign of life; 0 for never.'),
        drain_ms: milliseconds.default(630_000).describe('How long a stopping process waits for streams in flight.'),
      })
      .prefault({}),
    routing: z
      .strictObject({
        session_headers: z
          .array(z.string().min(1))
          .default(['x-claude-code-session-id', 'x-session-id', 'x-session-affinity', 'session-id'])
          .describe('A request with one of these sticks to the backend its value draws.'),
      })
      .prefault({}),
  })
  .describe('Crossfade gateway configuration.')

/** A complete gateway configuration. */
export type GatewayConfig = z.infer<typeof gatewaySchema>
