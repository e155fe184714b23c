/** Trường của mẫu: what may stand in a template, by name. `says`: for whoever edits it. `items`: the fields of each entry of a list. */
export type TemplateFields = { readonly [name: string]: TemplateField };
export type TemplateField = { readonly says: string; readonly required: boolean; readonly items?: TemplateFields };

/** What is filled in: texts, whole numbers (written `86.721`), lists. */
export type TemplateData = { readonly [field: string]: string | number | readonly TemplateData[] };

/** A field as a template uses it: its name, and for a list what stands between its marks. */
export type UsedField = { readonly name: string; readonly kind: 'field' | 'list' | 'other'; readonly within: readonly UsedField[] };

/**
 * What is wrong with the fields of a template, in Vietnamese, empty when nothing is: a name that is not known where it stands, a list
 * that is used as a text or the other way round, a required field that is nowhere.
 */
export function fieldFaults(used: readonly UsedField[], fields: TemplateFields): readonly FieldFault[] {
  return [...wrongUses(used, fields, ''), ...missing(used, fields, '')];
}

export type FieldFault = { readonly field: string; readonly detail: string };

/** Fields around a list are known within it. */
function wrongUses(used: readonly UsedField[], known: TemplateFields, path: string): readonly FieldFault[] {
  return used.flatMap(({ name, kind, within }) => {
    const field = known[name];
    const place = `${path}${name}`;
    if (kind === 'other' || field === undefined) return [{ field: place, detail: `mẫu có trường không rõ {${place}}` }];
    if (kind === 'list' && field.items === undefined) return [{ field: place, detail: `{${place}} là một giá trị, không phải danh sách: viết {${name}}, không viết {#${name}}` }];
    if (kind === 'field' && field.items !== undefined) return [{ field: place, detail: `{${place}} là danh sách: viết {#${name}} … {/${name}}` }];
    return wrongUses(within, { ...known, ...field.items }, `${place}.`);
  });
}

function missing(used: readonly UsedField[], fields: TemplateFields, path: string): readonly FieldFault[] {
  return Object.entries(fields).flatMap(([name, { required, says, items }]) => {
    const uses = usesOf(name, used, fields);
    const place = `${path}${name}`;
    if (uses.length === 0) return required ? [{ field: place, detail: `mẫu thiếu trường bắt buộc {${place}} (${says})` }] : [];
    return items === undefined ? [] : missing(uses.flatMap(({ within }) => within), items, `${place}.`);
  });
}

/** Also within lists, but not where a list has a field of its own by that name. */
function usesOf(name: string, used: readonly UsedField[], fields: TemplateFields): readonly UsedField[] {
  return used.flatMap((one) => {
    const items = fields[one.name]?.items;
    return [...(one.name === name ? [one] : []), ...(items?.[name] === undefined ? usesOf(name, one.within, { ...fields, ...items }) : [])];
  });
}

/** The first field of a template that the data leave without a value, by its path. An optional one may be empty on purpose. */
export function blankField(used: readonly UsedField[], fields: TemplateFields, scopes: readonly TemplateData[], path = ''): string | undefined {
  for (const { name, within } of used) {
    const value = scopes.find((scope) => Object.hasOwn(scope, name))?.[name];
    const { required = true, items = {} } = fields[name] ?? {};
    if (value === undefined || (value === '' && required)) return `${path}${name}`;
    if (typeof value === 'string' || typeof value === 'number') continue;
    for (const entry of value) {
      const blank = blankField(within, { ...fields, ...items }, [entry, ...scopes], `${path}${name}.`);
      if (blank !== undefined) return blank;
    }
  }
  return undefined;
}
