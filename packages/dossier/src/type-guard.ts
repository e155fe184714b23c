/** Whether a text is one of the types of event that a table of schemas has. */
export function isTypeOf<Type extends string>(data: Readonly<Record<Type, unknown>>): (type: string) => type is Type {
  return (type): type is Type => Object.hasOwn(data, type);
}
