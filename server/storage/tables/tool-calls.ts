export interface ToolCallTables {
  tool_permission: {
    person_id: string;
    project_id: string;
    connector_id: string;
    /** `tool:<name>` or `group:<group>`. */
    target: string;
    permission: string;
    /** For *Always allow* on a tool: digest of the definition it was given for. */
    definition_digest: string | null;
    updated_at: number;
  };
  idempotent_call: {
    person_id: string;
    idempotency_key: string;
    call_id: string;
    /** JSON of the outcome, null while it runs. */
    outcome: string | null;
    created_at: number;
    /** What was asked: another request under the same key is refused. */
    request_digest: string | null;
    /** The process that runs it: when it is gone, how the call ended is unknown. */
    process_id: string | null;
  };
  argument_rule: {
    id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    tool: string;
    decision: string;
    /** JSON array of `Condition`. */
    conditions: string;
    definition_digest: string | null;
    note: string | null;
    hits: number;
    last_hit_at: number | null;
    created_at: number;
    updated_at: number;
  };
  /** The widest that an administrator, a project or a person lets through. */
  policy_ceiling: {
    id: string;
    layer: string;
    /** Who set it; owner for `project` and `person`. */
    person_id: string;
    project_id: string | null;
    connector_id: string | null;
    host: string | null;
    tool: string | null;
    call_group: string | null;
    permission: string;
    note: string | null;
    created_at: number;
  };
  /** One row, `id` 1: grows with every change of any policy; taken under its row lock, so order is commit order. */
  policy_head: { id: number; revision: number };
  /** Latest change per `administrator`, `person:<id>`, `project:<id>`, `connector:<person>:<connector>`. */
  policy_revision: { scope: string; revision: number };
  /** What a person has said about definitions. Several digests of one name may be accepted: accounts may see different ones. */
  definition_review: {
    person_id: string;
    project_id: string;
    connector_id: string;
    /** `tool`, `prompt` or `instructions`. */
    kind: string;
    name: string;
    digest: string;
    /** `accepted` or `kept-blocked`. */
    verdict: string;
    /** `added`, `person` or `automatic`. */
    how: string;
    /** JSON of the reviewed part, for the next diff. */
    definition: string;
    reviewed_at: number;
  };
  connector_review: {
    person_id: string;
    connector_id: string;
    project_id: string;
    first_listed_at: number;
    /** When the person went through the first review; null until then. */
    first_reviewed_at: number | null;
    accept_new_read_only: number;
  };
  usage_limit: {
    id: string;
    person_id: string;
    project_id: string | null;
    connector_id: string | null;
    tool: string | null;
    /** `tool`, `connector`, `project` or `person`. */
    scope: string;
    /** `minute`, `hour`, `day`, `month` or `conversation`. */
    period: string;
    /** JSON pointer of the argument that is summed; null counts calls. */
    amount_path: string | null;
    /** Calls, or millionths of the amount. */
    maximum: number;
    /** IANA name; calendar windows are cut in it. */
    time_zone: string;
    created_at: number;
    updated_at: number;
  };
  usage_counter: {
    limit_id: string;
    window_key: string;
    used: number;
    /** Epoch milliseconds; null for conversations. */
    starts_at: number | null;
    ends_at: number | null;
  };
  /** Reserved and not yet settled: what a killed process leaves is released when its call provably never left. */
  usage_reservation: {
    call_id: string;
    limit_id: string;
    window_key: string;
    amount: number;
    process_id: string;
    created_at: number;
  };
  /** Processes that run calls; one that has not written for a while is gone. */
  gate_process: { id: string; seen_at: number };
  approval: {
    id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    account_id: string;
    method: string;
    subject: string;
    /** Canonical JSON of the arguments. */
    arguments: string;
    arguments_digest: string;
    definition_digest: string;
    policy_revision: string;
    /** JSON: what the card shows. */
    details: string;
    state: string;
    reason: string | null;
    created_at: number;
    expires_at: number;
    answered_at: number | null;
    used_by_call: string | null;
  };
  /** Results above the cap, kept whole. */
  kept_result: {
    id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    body: string;
    bytes: number;
    created_at: number;
    expires_at: number;
  };
}
