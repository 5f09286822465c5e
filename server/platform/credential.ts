/** Adds a sign-in to requests for one connector endpoint, and to nothing else. */
export interface CredentialSource {
  /**
   * Headers for one request to exactly the connector's origin and path. `method` is the HTTP method
   * (default POST): a proof of possession (RFC 9449) is made for it, so headers serve one request only.
   */
  headers(request?: { method: string }): Promise<Record<string, string>>;
  /**
   * After a 401, or a 403 whose challenge says `insufficient_scope`. Answers true when another credential
   * is there now and the request may be sent once more; false means that a person must sign in (again).
   */
  renew(failed: RefusedRequest): Promise<boolean>;
}

export interface RefusedRequest {
  /** What `headers` gave for the refused request. */
  headers: Record<string, string>;
  /** The `WWW-Authenticate` text. */
  challenge: string | null;
  /** HTTP status; 401 when absent. */
  status?: number;
  /** `DPoP-Nonce` of the answer (RFC 9449 §9). */
  nonce?: string | null;
}
