export interface ActivityTables {
  /** Written by the chain of server/activity only; changing a row breaks the chain. */
  activity: {
    /** Place of the beginning in the chain. */
    sequence: number;
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
    /** JSON of what else was known at the beginning. */
    details: string;
    writer: string;
    /** 1: it was begun and ends by a second link; 0: it was over when it was written. */
    started: number;
    hash: string;
    end_sequence: number | null;
    end_hash: string | null;
    ended_at: number | null;
    /** JSON of what the end added. */
    end_details: string | null;
  };
  /** One row: where the chain ends. */
  activity_chain: { id: number; sequence: number; hash: string };
  /** Up to here entries were removed because of their age; the chain is verified from the newest one on. */
  activity_checkpoint: { sequence: number; hash: string; at: number; entry_id: string };
  /** Processes that write, so that entries of dead ones can be told from running ones. */
  activity_writer: { id: string; host: string; process: number; seen_at: number };
  /** One row, in the main database: days that activity is kept; null for ever. */
  activity_retention: { id: number; keep_days: number | null };
}
