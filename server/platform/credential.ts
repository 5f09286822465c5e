/** Adds a sign-in to requests for one connector endpoint, and to nothing else. */
export interface CredentialSource {
  /** Headers for one request to exactly the connector's origin and path. */
  headers(): Promise<Record<string, string>>;
  /**
   * After a 401. `challenge` is the `WWW-Authenticate` text. Answers true when another credential is
   * there now and the request may be sent once more; false means that a person must sign in again.
   */
  renew(failed: { headers: Record<string, string>; challenge: string | null }): Promise<boolean>;
}
