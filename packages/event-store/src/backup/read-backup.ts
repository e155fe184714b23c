import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { AppError } from '@motcua/kernel';
import { BackupWalk } from './backup-walk.ts';
import { writeLine } from './format.ts';
import type { BackupHead, BackupManifest, BackupPart, BackupPiece } from './format.ts';
import { storedMember } from './gzip-member.ts';
import { linesOf } from './lines.ts';

/** Longer than any event may be. */
const LINE_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Reads a backup. Every piece was compared with its hash and the chain when it is given, and at the end every byte of the
 * file with the manifest: who must not use a part of a changed file reads it twice ({@link checkBackup}).
 *
 * @throws AppError `BACKUP_INVALID` with the piece and the position behind which something does not fit.
 */
export async function* readBackup(file: string): AsyncGenerator<BackupPart> {
  const walk = new BackupWalk();
  try {
    const text = createGunzip();
    pipeline(createReadStream(file), text, () => undefined);
    for await (const line of linesOf(text, LINE_BYTES_MAX)) {
      const part = walk.next(line);
      if (part?.kind === 'end') await compareBytes(file, part.manifest);
      if (part !== undefined) yield part;
    }
    walk.end();
  } catch (error) {
    throw new AppError('BACKUP_INVALID', `${file}: ${walk.place()}: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
}

/**
 * Reads a backup to its end without keeping anything.
 *
 * @param onPiece - Told of every piece; what it throws ends the reading.
 * @throws AppError `BACKUP_INVALID`.
 */
export async function checkBackup(file: string, onPiece: (piece: BackupPiece, head: BackupHead) => void = () => undefined): Promise<BackupManifest> {
  let head: BackupHead | undefined;
  let manifest: BackupManifest | undefined;
  for await (const part of readBackup(file)) {
    switch (part.kind) {
      case 'head': ({ head } = part); break;
      case 'piece': if (head !== undefined) onPiece(part, head); break;
      case 'end': ({ manifest } = part); break;
    }
  }
  if (manifest === undefined) throw new AppError('BACKUP_INVALID', `${file} has no manifest.`);
  return manifest;
}

/**
 * What a backup says of itself at its beginning; whether it is so is not looked at.
 *
 * @throws AppError `BACKUP_INVALID`.
 */
export async function readHead(file: string): Promise<BackupHead> {
  for await (const part of readBackup(file)) {
    if (part.kind === 'head') return part.head;
  }
  throw new AppError('BACKUP_INVALID', `${file} has no head.`);
}

/** The bytes before the manifest by their hash, those of the manifest one by one. */
async function compareBytes(file: string, manifest: BackupManifest): Promise<void> {
  const ending = storedMember(Buffer.from(writeLine({ manifest })));
  const { size } = await stat(file);
  if (size !== manifest.bytes + ending.length) throw new TypeError(`the file has ${size} bytes and its manifest speaks of ${manifest.bytes + ending.length}`);
  const hash = createHash('sha256');
  if (manifest.bytes > 0) for await (const chunk of createReadStream(file, { end: manifest.bytes - 1 })) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== manifest.fileSha256) throw new TypeError('bytes before the manifest were changed');
  const rest: Buffer[] = [];
  for await (const chunk of createReadStream(file, { start: manifest.bytes })) rest.push(chunk as Buffer);
  if (!Buffer.concat(rest).equals(ending)) throw new TypeError('the manifest was changed');
}
