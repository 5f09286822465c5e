export interface PlatformTables {
  vault_check: { id: number; sealed: string };
}
