import type { Generated } from 'kysely';

/** The first five tables are written by better-auth, in its SQLite form on both databases: dates as ISO text. */
export interface PeopleTables {
  person: {
    id: string;
    name: string;
    email: string;
    email_verified: number;
    image: string | null;
    role: string;
    created_at: string;
    updated_at: string;
  };
  person_session: {
    id: string;
    token: string;
    person_id: string;
    expires_at: string;
    ip_address: string | null;
    user_agent: string | null;
    created_at: string;
    updated_at: string;
  };
  person_credential: {
    id: string;
    account_id: string;
    provider_id: string;
    person_id: string;
    access_token: string | null;
    refresh_token: string | null;
    id_token: string | null;
    access_token_expires_at: string | null;
    refresh_token_expires_at: string | null;
    scope: string | null;
    password: string | null;
    created_at: string;
    updated_at: string;
  };
  person_verification: {
    id: string;
    identifier: string;
    value: string;
    expires_at: string;
    created_at: string;
    updated_at: string;
  };
  person_passkey: {
    id: string;
    name: string | null;
    public_key: string;
    person_id: string;
    credential_id: string;
    counter: number;
    device_type: string;
    backed_up: number;
    transports: string | null;
    created_at: string | null;
    aaguid: string | null;
  };
  /** Counters of attempts per key and window: sign-in, and whatever else must not be tried without end. */
  attempt_limit: {
    key: string;
    count: number;
    window_start: number;
  };
  /** Secrets of the installation itself, sealed by the vault. */
  install_secret: {
    name: string;
    sealed: string;
    created_at: number;
  };
  project: {
    id: string;
    person_id: string;
    name: string;
    slug: string;
    is_default: number;
    /** How its tools are shown to other apps: all, search or split. */
    exposure: Generated<string>;
    created_at: number;
  };
  access_token: {
    id: string;
    person_id: string;
    name: string;
    /** SHA-256 of the token, hex. */
    digest: string;
    /** JSON array of scopes. */
    scopes: string;
    ending: string;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
  };
  sign_in_link: {
    /** SHA-256 of the link's token, hex. */
    digest: string;
    person_id: string;
    created_at: number;
    expires_at: number;
    used_at: number | null;
  };
}
