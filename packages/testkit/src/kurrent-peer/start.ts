import type { KurrentPeer, KurrentPeerOptions } from './peer.ts';

/** A stand-in for KurrentDB, as `peer.ts` has it. With gRPC it is heavy, and most tests never start one: it comes when it is asked for. */
export async function startKurrentPeer(options?: KurrentPeerOptions): Promise<KurrentPeer> {
  return (await import('./peer.ts')).startKurrentPeer(options);
}
