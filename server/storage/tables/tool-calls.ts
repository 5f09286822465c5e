export interface ToolCallTables {
  tool_permission: {
    person_id: string;
    project_id: string;
    connector_id: string;
    /** `tool:<name>` or `group:<group>`. */
    target: string;
    permission: string;
    updated_at: number;
  };
  idempotent_call: {
    person_id: string;
    idempotency_key: string;
    call_id: string;
    /** JSON of the outcome, null while it runs. */
    outcome: string | null;
    created_at: number;
  };
}
