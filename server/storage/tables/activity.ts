import type { Generated } from 'kysely';

export interface ActivityTables {
  activity: {
    sequence: Generated<number>;
    id: string;
    at: number;
    person_id: string;
    project_id: string;
    kind: string;
    door: string;
    client: string | null;
    connector_id: string | null;
    account_id: string | null;
    subject: string;
    arguments_digest: string | null;
    outcome: string;
    milliseconds: number | null;
    /** JSON of the rest of `ActivityEntry`. */
    details: string;
  };
}
