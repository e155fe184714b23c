import type { InputError } from '@motcua/kernel';
import type { z } from 'zod';

/** A sender gets at most so many wrong places at once. */
const ERRORS_MAX = 20;

/** Wrong places of an input; `unknownFields`: names with dots, as the sender wrote them. */
export type Wrong = { readonly errors: readonly InputError[]; readonly unknownFields: readonly string[] };

/**
 * What zod found, as JSON pointers with sentences in which no value of the input stands. The sentences go behind the
 * pointer ("/id is missing"), so a schema's own message is what the value is: "not a date such as 2024-01-05".
 *
 * @param input - What was validated, to tell what is missing from what is wrong.
 * @param unknown - The sentence about a name that the schema does not know.
 */
export function describeIssues(issues: readonly z.core.$ZodIssue[], input: unknown, unknown: string): Wrong {
  const errors: InputError[] = [];
  const unknownFields: string[] = [];
  for (const issue of issues) {
    const at = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') {
      for (const name of issue.keys.slice(0, ERRORS_MAX)) {
        unknownFields.push([...at, name].join('.'));
        errors.push({ pointer: pointer([...at, name.slice(0, 80)]), detail: unknown });
      }
    } else errors.push({ pointer: pointer(at), detail: sentence(issue, valueAt(input, at)) });
  }
  return { errors: errors.slice(0, ERRORS_MAX), unknownFields };
}

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'is missing';
  switch (issue.code) {
    case 'invalid_type': return `must be ${KINDS[issue.expected] ?? issue.expected}${butIs(issue, value)}`;
    case 'invalid_value': return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`;
    case 'too_big': return issue.origin === 'string' ? `is longer than ${issue.maximum} characters` : `is larger than ${issue.maximum}`;
    case 'too_small': return issue.origin === 'string' ? 'is empty' : `is smaller than ${issue.minimum}`;
    // A message that begins like a sentence is zod's own and would make none here.
    case 'invalid_format': case 'custom': return /^\p{Lu}/u.test(issue.message) ? 'does not have the form that it must have' : `is ${issue.message}`;
    default: return 'is not valid';
  }
}

const KINDS: Readonly<Record<string, string | undefined>> = {
  string: 'text', number: 'a number', int: 'a whole number', boolean: 'true or false', object: 'an object', array: 'an array',
};

/** Nothing of a text that was read as a number, as in a query, where all is text: NaN came of it, or a fraction. */
function butIs(issue: z.core.$ZodIssueInvalidType, value: unknown): string {
  if (issue.expected === 'int' || ('received' in issue && issue.received === 'NaN')) return '';
  const kind = value === null ? 'null' : KINDS[Array.isArray(value) ? 'array' : typeof value];
  return kind === undefined || typeof value === 'number' && issue.expected !== 'string' ? '' : `, not ${kind}`;
}

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
