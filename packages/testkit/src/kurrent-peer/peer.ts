import { randomUUID } from 'node:crypto';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { batchAppend, supportedMethods } from './batches.ts';
import type { FaultPlan } from './faults.ts';
import { openFront } from './front.ts';
import { PeerService } from './service.ts';
import { StoredLog } from './stored-log.ts';

/** All may be left out. */
export type KurrentPeerOptions = {
  /** 0 for a free one. */
  readonly port?: number;
  /** Keeps the log, so that a peer that was killed finds it again; without one it is in memory only. */
  readonly file?: string;
  /** `user:password`; without them everybody is welcome. */
  readonly credentials?: string;
  /** Of a server with TLS, PEM. */
  readonly tls?: { readonly key: string; readonly certificate: string };
};

export type KurrentPeer = {
  readonly port: number;
  /** For a client without TLS and credentials; the others build their own from the port. */
  readonly url: string;
  /** From now on asked what goes wrong. */
  readonly setPlan: (plan: FaultPlan) => void;
  /** Breaks every connection. */
  readonly cut: () => void;
  /** Sends such a checkpoint behind the next events, as often as it stands in the list. */
  readonly sendCheckpoints: (places: readonly bigint[]) => void;
  /** Writes events of somebody else, as servers do with their statistics. */
  readonly writeForeign: (stream: string, count: number) => void;
  /** Changes the data of a stored event behind everybody's back. */
  readonly rewrite: (stream: string, revision: number, data: string) => void;
  /** What it holds, as texts of stream, revision and id. */
  readonly stored: () => readonly { readonly stream: string; readonly revision: number; readonly id: string }[];
  readonly close: () => Promise<void>;
};

/**
 * A small server that speaks as much of KurrentDB's protocol as this project's adapter uses, for tests. It is a model and not
 * the product: it was made from the protocol's messages and from what is known of the server's behaviour, with one writer, one
 * node, no index, no scavenging, no access lists. What holds against it is not shown for a real server; `npm run test:kurrentdb` is for that.
 *
 * Known behaviour that it imitates: an explicit revision makes a repeated append succeed even after later events (compared by
 * ids only), appends of more than a megabyte are refused, `$all` holds other people's events too, filters send checkpoints.
 */
export async function startKurrentPeer({ port = 0, file, credentials, tls }: KurrentPeerOptions = {}): Promise<KurrentPeer> {
  const log = new StoredLog(file);
  let plan: FaultPlan = () => undefined;
  const checkpoints: bigint[] = [];
  const service = new PeerService({
    log, credentials, plan: (point, stream) => plan(point, stream), cut: () => { front.cut(); },
    address: () => ({ host: '127.0.0.1', port: front.port }), checkpointInstead: () => checkpoints.shift(),
  });
  const server = new Server({ 'grpc.max_receive_message_length': 20_000_000 });
  server.addService(streamsService.StreamsService, { append: service.append, read: service.read, batchAppend: batchAppend(log, () => { service.wake(); }) });
  server.addService(featuresService.ServerFeaturesService, { getSupportedMethods: supportedMethods });
  server.addService(gossipService.GossipService, { read: (_call: unknown, answer: (error: null, info: unknown) => void) => { answer(null, clusterOf(front.port)); } });
  const inner = await listen(server, tls);
  const front = await openFront(inner, port);
  return {
    port: front.port, url: `esdb://127.0.0.1:${front.port}?tls=false`,
    setPlan: (next) => { plan = next; },
    cut: front.cut,
    sendCheckpoints: (places) => { checkpoints.push(...places); },
    writeForeign: (stream, count) => {
      for (let n = 0; n < count; n += 1) log.append(stream, 'any', [{ id: randomUUID(), type: '$statistics', contentType: 'application/json', data: Buffer.from('{}'), metadata: Buffer.alloc(0) }]);
      service.wake();
    },
    rewrite: (stream, revision, data) => { log.rewrite(stream, revision, data); },
    stored: () => log.events.map(({ stream, revision, id }) => ({ stream, revision, id })),
    close: async () => {
      await front.close();
      server.forceShutdown();
    },
  };
}

function listen(server: Server, tls: KurrentPeerOptions['tls']): Promise<number> {
  const credentials = tls === undefined ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }]);
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
      if (error === null) resolve(port);
      else reject(error);
    });
  });
}

/** A cluster of one, for clients that ask. */
function clusterOf(port: number): InstanceType<typeof gossip.ClusterInfo> {
  const endpoint = new gossip.EndPoint();
  endpoint.setAddress('127.0.0.1');
  endpoint.setPort(port);
  const member = new gossip.MemberInfo();
  member.setState(gossip.MemberInfo.VNodeState.LEADER);
  member.setIsAlive(true);
  member.setHttpEndPoint(endpoint);
  const info = new gossip.ClusterInfo();
  info.addMembers(member);
  return info;
}
