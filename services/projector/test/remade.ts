import { rebuild } from '@motcua/projector';
import type { RebuildOptions, RebuildOutcome } from '@motcua/projector';
import { dossierEvent } from './books.ts';
import type { Books, Told } from './books.ts';

export const reception = { authority: 'H57.01', receivingUnit: 'H57.01.MC', procedure: '1.000001', channel: 'in_person', dueAt: '2024-01-10' } as const;

/** Makes the read model again, by one worker unless told; editions count as what they were closed with. */
export function remade({ ownerUrl, appUrl }: Books, options: Partial<RebuildOptions> = {}): Promise<RebuildOutcome> {
  return rebuild({ ownerUrl, log: { kind: 'postgres', url: appUrl }, role: 'motcua_app', workers: 1, recountEdition: (_database, { closed }) => Promise.resolve(closed.sha256), ...options });
}

/** Two events each: received, and most of them resolved. */
export function quarter(first: number, count: number): readonly Told[] {
  return Array.from({ length: count }, (_, index) => first + index).flatMap((number) => {
    const code = `H57.01-240102-${String(number).padStart(4, '0')}`;
    const day = String(3 + (number % 20)).padStart(2, '0');
    const place = { ...reception, dueAt: '2024-02-01', authority: `H57.0${number % 7}`, procedure: `1.00000${number % 5}` };
    const received = dossierEvent(code, 'DossierReceived', `2024-01-${day}T08:00:00+07:00`, place);
    return number % 9 === 0 ? [received] : [received, dossierEvent(code, 'DossierResolved', `2024-01-${day}T10:00:00+07:00`, {})];
  });
}
