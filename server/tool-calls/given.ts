type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** The fields that were given, without those that are there as `undefined`. */
export const given = <T extends object>(input: T): Given<T> =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Given<T>;
