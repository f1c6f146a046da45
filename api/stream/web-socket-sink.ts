import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import type { Clock } from '../../engine/index.ts'
import { type Farewell, farewellMs, noPong } from './farewell.ts'
import { watchProgress } from './progress.ts'
import type { Sink } from './sink.ts'
import { webSocketWire } from './web-socket-frame.ts'

/**
 * Sends to a WebSocket, which stands on `connection`. Frames are made once for many clients, and
 * so written onto the connection itself; between frames that `ws` writes there is always room.
 */
export function createWebSocketSink(socket: WebSocket, connection: Socket, clock: Clock): Sink {
  const isReading = watchProgress(connection)
  let hasPonged = true
  let callOffCut = () => {}

  socket.on('pong', () => {
    hasPonged = true
  })
  socket.once('close', () => callOffCut())

  function close({ code, reason }: Farewell): void {
    socket.close(code, reason)
    // One who does not read does not read the close frame either.
    callOffCut()
    callOffCut = clock.at(clock.now() + farewellMs, () => socket.terminate())
  }

  return {
    wire: webSocketWire,
    get unreadBytes() {
      return connection.writableLength
    },
    send(bytes, onTaken) {
      // After the close frame nothing may be sent (RFC 6455, section 5.5.1).
      if (socket.readyState === socket.OPEN) connection.write(bytes, onTaken)
    },
    ping() {
      // To one who is behind the ping comes late: that it reads is a sign of life as well.
      const isAlive = isReading() || hasPonged
      hasPonged = false
      if (isAlive) socket.ping()
      else close(noPong)
    },
    close,
  }
}
