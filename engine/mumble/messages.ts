/** The control channel's messages by number and name. UDPTunnel (1) is not among them: its payload is raw voice. */
import type { MessageType } from '@protobuf-ts/runtime'
import * as proto from '@tf2pickup-org/mumble-protocol'

/** The payload of this type is a voice packet, not protobuf. */
export const UDP_TUNNEL = 1

const byName = {
  Version: [0, proto.Version],
  Authenticate: [2, proto.Authenticate],
  Ping: [3, proto.Ping],
  Reject: [4, proto.Reject],
  ServerSync: [5, proto.ServerSync],
  ChannelRemove: [6, proto.ChannelRemove],
  ChannelState: [7, proto.ChannelState],
  UserRemove: [8, proto.UserRemove],
  UserState: [9, proto.UserState],
  TextMessage: [11, proto.TextMessage],
  PermissionDenied: [12, proto.PermissionDenied],
  CryptSetup: [15, proto.CryptSetup],
  PermissionQuery: [20, proto.PermissionQuery],
  CodecVersion: [21, proto.CodecVersion],
  UserStats: [22, proto.UserStats],
  RequestBlob: [23, proto.RequestBlob],
  ServerConfig: [24, proto.ServerConfig],
} as const

type Table = typeof byName
export type MessageName = keyof Table
export type MessageOf<N extends MessageName> = Table[N][1] extends MessageType<infer M> ? M : never

/** A message read from the wire, told apart by its name. */
export type Message = { [N in MessageName]: { readonly name: N; readonly body: MessageOf<N> } }[MessageName]

/** The highest type number of the protocol; servers may send any of them. */
export const HIGHEST_TYPE = 26

const byNumber = new Map(
  (Object.keys(byName) as MessageName[]).map(name => [byName[name][0] as number, name] as const),
)

/** Null for a type that we have no use for. Throws when the bytes are no such message. */
export function readMessage(type: number, payload: Uint8Array): Message | null {
  const name = byNumber.get(type)
  if (name === undefined) return null
  const codec = byName[name][1] as MessageType<object>
  return { name, body: codec.fromBinary(payload) } as Message
}

/** Absent fields stay absent on the wire: Mumble reads presence. */
export function writeMessage<N extends MessageName>(
  name: N,
  fields: Partial<MessageOf<N>>,
): { type: number; payload: Uint8Array } {
  const [type, codec] = byName[name] as unknown as [number, MessageType<object>]
  return { type, payload: codec.toBinary(codec.create(fields)) }
}
