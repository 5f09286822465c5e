export interface PeopleTables {
  project: {
    id: string;
    person_id: string;
    name: string;
    slug: string;
    is_default: number;
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
