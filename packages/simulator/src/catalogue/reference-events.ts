import type { SimulatedReferenceEvent } from '../cloud-events.ts';
import type { Level } from '@motcua/dossier';
import { VALID_FROM } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/** Everything of a catalogue, declared: parents before children, each authority with its one-stop unit, then the procedures. */
export function referenceEvents(catalogue: Catalogue): readonly SimulatedReferenceEvent[] {
  const { root, authorities, procedures } = catalogue;
  const declare = (code: string, name: string, level: Level, parent: string | null): SimulatedReferenceEvent =>
    ({ ...envelope(root.code, 'authority', code), type: 'AuthorityDeclared', data: { name, level, parent, validFrom: VALID_FROM } });
  return [
    declare(root.code, root.name, 'province', null),
    ...authorities.map(({ code, name, level, parent }) => declare(code, name, level, parent)),
    ...authorities.map(({ code, level, unit }) => declare(unit.code, unit.name, level, code)),
    ...procedures.map(({ code, name, field, fieldName, level, limitDays, fee, serviceClass }) => ({
      ...envelope(root.code, 'procedure', code), type: 'ProcedureDeclared',
      data: { name, field, fieldName, level, limit: { amount: limitDays, unit: 'working_days' }, fee, serviceClass, validFrom: VALID_FROM },
    }) as const),
  ];
}

function envelope(root: string, kind: string, code: string) {
  return {
    specversion: '1.0', id: `${kind}-${code}`, source: `urn:motcua:catalogue:${root}`, time: `${VALID_FROM}T00:00:00+07:00`, subject: code,
  } as const;
}
