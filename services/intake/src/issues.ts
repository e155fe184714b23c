import type { InputError } from '@motcua/kernel';
import type { z } from 'zod';

/** A sender gets at most so many wrong places of one event at once. */
const ERRORS_MAX = 20;

export type Wrong = { readonly errors: readonly InputError[]; readonly unknownFields: readonly string[] };

/** What zod found, as JSON pointers with sentences in which no value of the input stands. */
export function describeIssues(issues: readonly z.core.$ZodIssue[], input: unknown): Wrong {
  const errors: InputError[] = [];
  const unknownFields: string[] = [];
  for (const issue of issues) {
    const at = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys.slice(0, ERRORS_MAX)) {
        unknownFields.push([...at, name].join('.'));
        errors.push({ pointer: pointer([...at, name.slice(0, 80)]), detail: 'is not a field of this event' });
      }
    } else errors.push({ pointer: pointer(at), detail: sentence(issue, valueAt(input, at)) });
  }
  return { errors: errors.slice(0, ERRORS_MAX), unknownFields };
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type': return `must be ${KINDS[issue.expected] ?? issue.expected}${typeof value === 'string' ? ', not text' : ''}`;
    case 'invalid_value': return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_big': return issue.origin === 'string' ? `is longer than ${issue.maximum} characters` : `is larger than ${issue.maximum}`;
    case 'too_small': return issue.origin === 'string' ? 'is empty' : `is smaller than ${issue.minimum}`;
    case 'invalid_format': case 'custom': return `is ${issue.message}`;
    default: return 'is not valid';
  }
}

const KINDS: Readonly<Record<string, string | undefined>> = {
  string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', object: 'an object', array: 'an array',
};

function valueAt(input: unknown, path: readonly string[]): unknown {
  let value = input;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function pointer(path: readonly string[]): string {
  return path.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
