import { PARTS } from '@motcua/database';
import type { Database, Edition } from '@motcua/database';
import { AppError } from '@motcua/kernel';
import { editionHash } from '@motcua/ledger';
import { roleOf } from '@motcua/migrator';
import { dropReplaced, EDITION_HASH, rebuild } from '@motcua/projector';
import type { Acceptance, RebuildOptions, RebuildOutcome, RebuildStep } from '@motcua/projector';
import { recountEdition } from '@motcua/reporter';
import type { Command } from 'commander';
import { logOf } from '../database-access.ts';
import type { DatabaseAccess } from '../database-access.ts';
import { migrate } from '../migrate.ts';
import type { Output } from '../output.ts';
import { showProgress } from '../sample/progress.ts';
import type { Progress } from '../sample/progress.ts';
import { rebuildJson, rebuildText } from './rebuild-text.ts';
import type { CommandSurroundings } from './surroundings.ts';

/** The options of `motcua rebuild` as the command line gives them. */
export type RebuildArgs = { readonly [name in 'workers' | 'accept' | 'reason' | 'byUnit' | 'role']?: string | undefined }
  & { readonly [name in 'afresh' | 'dropOld' | 'json']?: boolean | undefined };

/** `out` gets the answer, `log` shows how far it is. */
export type RebuildCommand = {
  readonly args: RebuildArgs;
  readonly openAccess: () => Promise<DatabaseAccess>;
  readonly out: { readonly write: (text: string) => unknown };
  readonly log: Output;
};

/** `motcua rebuild`. */
export function defineRebuild(command: Command, { openAccess, out, log, endWith }: CommandSurroundings): void {
  command
    .option('--workers <số>', 'số luồng cùng dựng (mặc định 2); lần dựng dở được làm tiếp với số luồng cũ')
    .option('--afresh', 'bỏ những gì lần dựng trước để lại, làm lại từ đầu')
    .option('--accept <phần,...>', `những phần được phép khác, khi chương trình mới cố ý tính khác: ${[...PARTS.map(({ name }) => name), EDITION_HASH].join(' | ')}`)
    .option('--reason <lý do>', 'vì sao chấp nhận khác: một dòng, được ghi vào nhật ký').option('--by-unit <đơn vị>', 'đơn vị quyết định').option('--role <chức danh>', 'chức danh, không ghi tên người')
    .option('--drop-old', 'chỉ xóa số liệu cũ mà lần dựng trước đã thay')
    .option('--json', 'chỉ in JSON')
    .addHelpText('after', '\nCó chỗ khác thì không thay, số liệu đang dùng giữ nguyên, và mã kết thúc là 2.')
    .action(async (args: RebuildArgs) => {
      endWith(await runRebuild({ args, openAccess, out, log }));
    });
}

/**
 * Makes the read model again and lets it take the place of the one that is served, or names what differs.
 *
 * @returns The exit status: 0 when it took its place, 2 when something differs that nobody wants.
 * @throws AppError `PARAMETER_INVALID`, `REBUILD_REFUSED`.
 */
export async function runRebuild({ args, openAccess, out, log }: RebuildCommand): Promise<0 | 2> {
  const wanted = { workers: readWorkers(args.workers), accept: readAcceptance(args), afresh: args.afresh === true };
  const access = await openAccess();
  try {
    if (args.dropOld === true) {
      await dropReplaced(access.ownerUrl);
      out.write(args.json === true ? '{"dropped":true}\n' : 'Đã xóa số liệu cũ.\n');
      return 0;
    }
    await migrate(access);
    const outcome = await rebuildShown({ ...wanted, ownerUrl: access.ownerUrl, log: logOf(access), role: roleOf(access.databaseUrl), recountEdition: hashAgain }, log);
    out.write(args.json === true ? `${JSON.stringify(rebuildJson(outcome))}\n` : `${rebuildText(outcome).join('\n')}\n`);
    return outcome.kind === 'switched' ? 0 : 2;
  } finally {
    await access.leave();
  }
}

async function hashAgain(database: Database, edition: Edition): Promise<string> {
  return editionHash(await recountEdition({ database }, edition));
}

/** Shows how far it is meanwhile. */
async function rebuildShown(options: RebuildOptions, log: Output): Promise<RebuildOutcome> {
  let progress: Progress | undefined;
  let told = 0;
  const end = (): void => {
    progress?.end();
    progress = undefined;
  };
  const onStep = (step: RebuildStep): void => {
    if (step.kind === 'filling') {
      progress ??= showProgress('Dựng lại', Math.max(1, step.total), log, 'rate');
      progress.add(step.position - told);
      told = step.position;
      return;
    }
    end();
    log.write(`${stepText(step)}\n`);
  };
  return rebuild({ ...options, onStep }).finally(end);
}

function stepText(step: Exclude<RebuildStep, { kind: 'filling' }>): string {
  switch (step.kind) {
    case 'preparing': return 'Chuẩn bị chỗ dựng …';
    case 'counting': return 'Cộng lại các số dư từ sổ nhật ký …';
    case 'catching_up': return 'Đuổi kịp những gì mới được ghi …';
    case 'comparing': return `So sánh: ${step.part} …`;
    case 'switching': return 'Thay thế …';
  }
}

const WORKERS_MAX = 16;

function readWorkers(text = '2'): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) < 1 || Number(text) > WORKERS_MAX) throw new AppError('PARAMETER_INVALID', `Tùy chọn --workers phải là số từ 1 đến ${WORKERS_MAX}.`);
  return Number(text);
}

function readAcceptance({ accept, reason, byUnit, role }: RebuildArgs): Acceptance | undefined {
  if (accept === undefined) {
    if (reason !== undefined || byUnit !== undefined || role !== undefined) throw new AppError('PARAMETER_INVALID', 'Các tùy chọn --reason, --by-unit, --role chỉ dùng cùng --accept.');
    return undefined;
  }
  const known: readonly string[] = [...PARTS.map(({ name }) => name), EDITION_HASH];
  const parts = accept.split(',').map((part) => part.trim());
  const strange = parts.find((part) => !known.includes(part));
  if (strange !== undefined) throw new AppError('PARAMETER_INVALID', `Tùy chọn --accept: không có phần nào tên "${strange}"; có: ${known.join(', ')}.`);
  if (reason === undefined || (byUnit === undefined && role === undefined)) throw new AppError('PARAMETER_INVALID', 'Chấp nhận khác phải có --reason, và --by-unit hoặc --role: quyết định được ghi vào nhật ký.');
  return { parts, reason, acceptedBy: { ...(byUnit === undefined ? {} : { unit: byUnit }), ...(role === undefined ? {} : { role }) } };
}
