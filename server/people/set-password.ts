import type { Person } from '#shared/contract/people.ts';
import { currentPasswordWrong, emailNeeded, emailTaken, signInRefused } from './errors.ts';
import type { Identity } from './identity.ts';
import { findPerson, type PersonDeps, placeholderEmail } from './persons.ts';
import { dropSignInLinks } from './sign-in-links.ts';

/**
 * Sets or changes a person's password. Everything else that lets somebody in as this person ends with it:
 * unused links and all sessions. The caller opens a new session for the browser that asked.
 */
export async function setPassword(
  deps: PersonDeps & { identity: Identity },
  input: { personId: string; password: string; currentPassword?: string; email?: string; name?: string },
): Promise<Person> {
  const { internalAdapter, password } = await deps.identity.$context;
  const person = await findPerson(deps, input.personId);
  if (person === undefined) throw signInRefused();
  const credential = await internalAdapter.findCredentialAccount(person.id);
  if (credential?.password) {
    const right = await password.verify({ hash: credential.password, password: input.currentPassword ?? '' });
    if (!right) throw currentPasswordWrong();
  }
  const email = (input.email ?? person.email).toLowerCase();
  if (email === placeholderEmail) throw emailNeeded();
  const changed = await changePerson(deps, { ...person, email, name: input.name ?? person.name });
  const hash = await password.hash(input.password);
  if (credential) await internalAdapter.updateAccount(credential.id, { password: hash });
  else
    await internalAdapter.linkAccount({
      userId: person.id,
      providerId: 'credential',
      accountId: person.id,
      password: hash,
    });
  await dropSignInLinks(deps, person.id);
  await internalAdapter.deleteUserSessions(person.id);
  return changed;
}

async function changePerson(deps: PersonDeps, person: Person): Promise<Person> {
  const holder = await deps.db
    .selectFrom('person')
    .select('id')
    .where('email', '=', person.email)
    .executeTakeFirst();
  if (holder !== undefined && holder.id !== person.id) throw emailTaken();
  await deps.db
    .updateTable('person')
    .set({
      email: person.email,
      name: person.name,
      updated_at: new Date(deps.clock.now()).toISOString(),
    })
    .where('id', '=', person.id)
    .execute();
  return person;
}
