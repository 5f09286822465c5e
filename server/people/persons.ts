// The people of an installation. Each has a default project from the first moment.
import type { Kysely, Selectable } from 'kysely';
import type { Person } from '#shared/contract/people.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Tables } from '../storage/tables.ts';
import { emailTaken } from './errors.ts';

export interface PersonDeps {
  db: Kysely<Tables>;
  clock: Clock;
  makeId: MakeId;
}

/** Stands for "no e-mail yet"; nobody can register it, because it has no top-level domain. */
export const placeholderEmail = 'owner@localhost';

export function personFrom(
  row: Pick<Selectable<Tables['person']>, 'id' | 'name' | 'email' | 'role'>,
): Person {
  return { id: row.id, name: row.name, email: row.email, role: row.role as Person['role'] };
}

export async function findPerson(deps: PersonDeps, personId: string): Promise<Person | undefined> {
  const row = await deps.db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirst();
  return row && personFrom(row);
}

export async function listPeople(deps: PersonDeps): Promise<Person[]> {
  const rows = await deps.db.selectFrom('person').selectAll().orderBy('created_at').execute();
  return rows.map(personFrom);
}

/** Adds a person with a default project. Throws `email_taken`. */
export async function addPerson(
  deps: PersonDeps,
  input: { name: string; email: string; role: Person['role'] },
): Promise<Person> {
  const person = await insertPerson(deps, input);
  if (person === undefined) throw emailTaken();
  return person;
}

/** The first person, made at the first start; several replicas starting at once make one. */
export async function ensureOwner(deps: PersonDeps): Promise<Person> {
  const known = await findOwner(deps);
  if (known) return known;
  const made = await insertPerson(deps, { name: 'Owner', email: placeholderEmail, role: 'owner' });
  const owner = made ?? (await findOwner(deps));
  if (owner === undefined) throw new Error('The owner was neither found nor made.');
  return owner;
}

async function findOwner(deps: PersonDeps): Promise<Person | undefined> {
  const row = await deps.db
    .selectFrom('person')
    .selectAll()
    .where('role', '=', 'owner')
    .orderBy('created_at')
    .executeTakeFirst();
  return row && personFrom(row);
}

/** One transaction: nobody is without a project. `undefined` when the e-mail is taken. */
function insertPerson(
  deps: PersonDeps,
  input: { name: string; email: string; role: Person['role'] },
): Promise<Person | undefined> {
  const now = deps.clock.now();
  const time = new Date(now).toISOString();
  return deps.db.transaction().execute(async (transaction) => {
    const row = await transaction
      .insertInto('person')
      .values({
        id: deps.makeId('per'),
        name: input.name,
        email: input.email.toLowerCase(),
        email_verified: 0,
        image: null,
        role: input.role,
        created_at: time,
        updated_at: time,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await transaction
      .insertInto('project')
      .values({
        id: deps.makeId('prj'),
        person_id: row.id,
        name: 'Default',
        slug: 'default',
        is_default: 1,
        created_at: now,
      })
      .execute();
    return personFrom(row);
  });
}

/** Whether a person can sign in by themselves; before that only links let them in. */
export async function hasCredential(deps: Pick<PersonDeps, 'db'>, personId: string): Promise<boolean> {
  const [password, passkey] = await Promise.all([
    deps.db
      .selectFrom('person_credential')
      .select('id')
      .where('person_id', '=', personId)
      .where('password', 'is not', null)
      .executeTakeFirst(),
    deps.db.selectFrom('person_passkey').select('id').where('person_id', '=', personId).executeTakeFirst(),
  ]);
  return password !== undefined || passkey !== undefined;
}
