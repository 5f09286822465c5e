export interface ConnectorTables {
  connector: {
    id: string;
    person_id: string;
    project_id: string;
    name: string;
    slug: string;
    url: string;
    sign_in: string;
    transport: string;
    /** PEM certificates of a private authority that the server and its authorization server may be signed by. */
    certificate_authority: string | null;
    /** JSON of `Icon`, or null. */
    icon: string | null;
    /** JSON of the era verdict: kind, date, the URL it was found at; null when nothing is known. */
    era_verdict: string | null;
    /** JSON of what health shows. */
    health: string;
    created_at: number;
    updated_at: number;
    last_used_at: number | null;
  };
  connector_account: {
    id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    label: string;
    kind: string;
    state: string;
    identity: string | null;
    /** JSON `{code, message, fix}` or null. */
    problem: string | null;
    /** Sealed JSON of the secret, or null when there is none. */
    secret: string | null;
    is_default: number;
    created_at: number;
    last_used_at: number | null;
  };
  /** Last catalogue seen, per account: what one account may see never reaches another. */
  catalogue: {
    account_id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    /** JSON of `Catalogue`. */
    catalogue: string;
    /** JSON of the number of tools, resources, templates and prompts. */
    counts: string;
    listed_at: number;
  };
}
