import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { AppendReq, ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { PeerExpectation, ProposedEvent, StoredEvent } from './stored-log.ts';

/*
 * Between the messages of the protocol and the log of the peer.
 */

const { AppendResp, ReadResp } = streams;
const { Empty, StreamIdentifier, UUID } = shared;

/** What a call asks to read. `filter`: beginnings of stream names. */
export type ReadWish = {
  readonly stream: string | undefined;
  readonly backwards: boolean;
  /** `max`: events at most; undefined for a subscription. */
  readonly max: number | undefined;
  readonly from: 'start' | 'end' | bigint;
  readonly prefixes: readonly string[] | undefined;
  /** Events left out by the filter between two checkpoints. */
  readonly checkpointEvery: number;
};

export function readWish(request: ReadReq): ReadWish {
  const options = request.getOptions() ?? new streams.ReadReq.Options();
  const filter = options.getFilter();
  const [ofStream, ofAll] = [options.getStream(), options.getAll()];
  return {
    stream: nameOf(ofStream?.getStreamIdentifier()),
    backwards: options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS,
    max: options.hasSubscription() ? undefined : Number(options.getCount()),
    from: ofStream === undefined ? placeOf(ofAll) : revisionOf(ofStream),
    prefixes: filter?.getStreamIdentifier()?.getPrefixList(),
    checkpointEvery: 32 * (filter?.getCheckpointintervalmultiplier() ?? 1),
  };
}

function revisionOf(options: ReadReq.Options.StreamOptions): ReadWish['from'] {
  if (options.hasEnd()) return 'end';
  return options.hasRevision() ? BigInt(options.getRevision()) : 'start';
}

function placeOf(options: ReadReq.Options.AllOptions | undefined): ReadWish['from'] {
  const position = options?.getPosition();
  if (position !== undefined) return BigInt(position.getCommitPosition());
  return options?.hasEnd() === true ? 'end' : 'start';
}

export function readAppendOptions(request: AppendReq): { readonly stream: string; readonly expect: PeerExpectation } {
  const options = request.getOptions() ?? new streams.AppendReq.Options();
  const expect: PeerExpectation = options.hasNoStream() ? 'none' : options.hasStreamExists() ? 'exists' : options.hasRevision() ? { exact: Number(options.getRevision()) } : 'any';
  return { stream: nameOf(options.getStreamIdentifier()) ?? '', expect };
}

export function readProposed(request: AppendReq): ProposedEvent {
  const message = request.getProposedMessage() ?? new streams.AppendReq.ProposedMessage();
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '', type: metadata.get('type') ?? '', contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(), metadata: message.getCustomMetadata_asU8(),
  };
}

export function writtenAnswer(revision: number, place: bigint): InstanceType<typeof AppendResp> {
  const position = new AppendResp.Position();
  position.setCommitPosition(place.toString());
  position.setPreparePosition(place.toString());
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(revision));
  success.setPosition(position);
  const answer = new AppendResp();
  answer.setSuccess(success);
  return answer;
}

export function wrongAnswer(current: number, expect: PeerExpectation): InstanceType<typeof AppendResp> {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(current));
  if (expect === 'none') wrong.setExpectedNoStream(new Empty());
  else if (typeof expect === 'object') wrong.setExpectedRevision(String(expect.exact));
  const answer = new AppendResp();
  answer.setWrongExpectedVersion(wrong);
  return answer;
}

export type ReadAnswer = InstanceType<typeof ReadResp>;

export function eventAnswer(stored: StoredEvent): ReadAnswer {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  const id = new UUID();
  id.setString(stored.id);
  event.setId(id);
  event.setStreamIdentifier(identifierOf(stored.stream));
  event.setStreamRevision(String(stored.revision));
  event.setCommitPosition(stored.place.toString());
  event.setPreparePosition(stored.place.toString());
  // Ticks of 100 nanoseconds; the client takes them as counted from 1970.
  event.getMetadataMap().set('type', stored.type).set('content-type', stored.contentType).set('created', String(BigInt(stored.createdMs) * 10_000n));
  event.setData(stored.data);
  event.setCustomMetadata(stored.metadata);
  const read = new ReadResp.ReadEvent();
  read.setEvent(event);
  read.setCommitPosition(stored.place.toString());
  const answer = new ReadResp();
  answer.setEvent(read);
  return answer;
}

export function notFoundAnswer(stream: string): ReadAnswer {
  const missing = new ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(stream));
  const answer = new ReadResp();
  answer.setStreamNotFound(missing);
  return answer;
}

export function confirmationAnswer(id: string): ReadAnswer {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const answer = new ReadResp();
  answer.setConfirmation(confirmation);
  return answer;
}

export function checkpointAnswer(place: bigint): ReadAnswer {
  const checkpoint = new ReadResp.Checkpoint();
  checkpoint.setCommitPosition(place.toString());
  checkpoint.setPreparePosition(place.toString());
  const answer = new ReadResp();
  answer.setCheckpoint(checkpoint);
  return answer;
}

function identifierOf(stream: string): InstanceType<typeof StreamIdentifier> {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  return identifier;
}

/** A stream's name. */
export function nameOf(identifier: InstanceType<typeof StreamIdentifier> | undefined): string | undefined {
  return identifier === undefined ? undefined : Buffer.from(identifier.getStreamName_asU8()).toString('utf8');
}
