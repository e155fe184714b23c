import type { sendUnaryData, ServerDuplexStream } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { nameOf } from './protocol.ts';
import type { PeerExpectation, ProposedEvent, StoredLog } from './stored-log.ts';

/*
 * The way of appending that the adapter does not use, to be measured beside the one that it does: what clients send without
 * credentials goes over one call in batches. Without faults and conflicts.
 */

type Pending = { readonly stream: string; readonly expect: PeerExpectation; readonly proposed: ProposedEvent[] };

/** @param onWritten - Called behind each append that wrote something. */
export function batchAppend(log: StoredLog, onWritten: () => void) {
  return (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const pending = new Map<string, Pending>();
    call.on('error', () => undefined).on('end', () => { call.end(); });
    call.on('data', (request: BatchAppendReq) => {
      const key = Buffer.from(request.getCorrelationId()?.serializeBinary() ?? []).toString('hex');
      const append = pending.get(key) ?? beginning(request);
      append.proposed.push(...request.getProposedMessagesList().map(proposedOf));
      pending.set(key, append);
      if (!request.getIsFinal()) return;
      pending.delete(key);
      const outcome = log.append(append.stream, append.expect, append.proposed);
      if (outcome.kind === 'wrong') call.destroy(new Error('The peer has no conflicts in batches.'));
      else call.write(answerOf(request, outcome));
      if (outcome.kind === 'written') onWritten();
    });
  };
}

/** Tells clients that there are batches; without this they do not use them. */
export function supportedMethods(_call: unknown, answer: sendUnaryData<InstanceType<typeof features.SupportedMethods>>): void {
  const batches = new features.SupportedMethod();
  batches.setServiceName('event_store.client.streams.Streams');
  batches.setMethodName('BatchAppend');
  const supported = new features.SupportedMethods();
  supported.setEventStoreServerVersion('0.0.0');
  supported.addMethods(batches);
  answer(null, supported);
}

function beginning(request: BatchAppendReq): Pending {
  const options = request.getOptions() ?? new streams.BatchAppendReq.Options();
  const expect: PeerExpectation = options.hasNoStream() ? 'none' : options.hasStreamExists() ? 'exists' : options.hasStreamPosition() ? { exact: Number(options.getStreamPosition()) } : 'any';
  return { stream: nameOf(options.getStreamIdentifier()) ?? '', expect, proposed: [] };
}

function proposedOf(message: BatchAppendReq.ProposedMessage): ProposedEvent {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '', type: metadata.get('type') ?? '', contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8(),
  };
}

function answerOf(request: BatchAppendReq, { revision, place }: { readonly revision: number; readonly place: bigint }): BatchAppendResp {
  const position = new shared.AllStreamPosition();
  position.setCommitPosition(place.toString());
  position.setPreparePosition(place.toString());
  const success = new streams.BatchAppendResp.Success();
  success.setCurrentRevision(String(revision));
  success.setPosition(position);
  const answer = new streams.BatchAppendResp();
  answer.setCorrelationId(request.getCorrelationId());
  answer.setSuccess(success);
  return answer;
}
