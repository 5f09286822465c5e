import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Clients of the gateway, their consents and tokens. Tables and columns are named as better-auth's OAuth
 * provider names them, and hold values in its SQLite form on both databases: dates as ISO text, lists as JSON.
 */
export const gatewayClients: Migration = {
  async up(db: Kysely<unknown>) {
    await createClients(db);
    await createTokens(db);
    await db.schema
      .createTable('gateway_client_use')
      .addColumn('person_id', 'text', (c) => c.notNull().references('person.id').onDelete('cascade'))
      .addColumn('client_id', 'text', (c) =>
        c.notNull().references('oauthClient.clientId').onDelete('cascade'),
      )
      .addColumn('last_used_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('gateway_client_use_key', ['person_id', 'client_id'])
      .execute();
  },
};

async function createClients(db: Kysely<unknown>): Promise<void> {
  let client = db.schema
    .createTable('oauthClient')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('clientId', 'text', (c) => c.notNull().unique())
    .addColumn('userId', 'text', (c) => c.references('person.id').onDelete('cascade'))
    .addColumn('redirectUris', 'text', (c) => c.notNull());
  for (const name of [
    ...['clientSecret', 'clientDiscoveryId', 'subjectType', 'scopes', 'clientCredentialsScopes'],
    ...['createdAt', 'updatedAt', 'name', 'uri', 'icon', 'contacts', 'tos', 'policy', 'softwareId'],
    ...['softwareVersion', 'softwareStatement', 'postLogoutRedirectUris', 'backchannelLogoutUri'],
    ...['tokenEndpointAuthMethod', 'applicationType', 'jwks', 'jwksUri', 'grantTypes', 'responseTypes'],
    ...['referenceId', 'metadata'],
  ] as const)
    client = client.addColumn(name, 'text');
  for (const name of [
    ...['disabled', 'skipConsent', 'enableEndSession', 'backchannelLogoutSessionRequired', 'requirePKCE'],
    ...['dpopBoundAccessTokens'],
  ] as const)
    client = client.addColumn(name, 'integer');
  await client.execute();
  await db.schema
    .createTable('oauthResource')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('identifier', 'text', (c) => c.notNull().unique())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('accessTokenTtl', 'integer')
    .addColumn('refreshTokenTtl', 'integer')
    .addColumn('signingAlgorithm', 'text')
    .addColumn('signingKeyId', 'text')
    .addColumn('allowedScopes', 'text')
    .addColumn('customClaims', 'text')
    .addColumn('dpopBoundAccessTokensRequired', 'integer')
    .addColumn('disabled', 'integer')
    .addColumn('createdAt', 'text')
    .addColumn('updatedAt', 'text')
    .addColumn('policyVersion', 'integer')
    .addColumn('metadata', 'text')
    .execute();
  await db.schema
    .createTable('oauthClientResource')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('clientId', 'text', (c) => c.notNull().references('oauthClient.clientId').onDelete('cascade'))
    .addColumn('resourceId', 'text', (c) =>
      c.notNull().references('oauthResource.identifier').onDelete('cascade'),
    )
    .addColumn('metadata', 'text')
    .addColumn('createdAt', 'text')
    .addUniqueConstraint('oauthClientResource_pair', ['clientId', 'resourceId'])
    .execute();
  await db.schema
    .createTable('oauthClientAssertion')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('expiresAt', 'text', (c) => c.notNull())
    .execute();
}

async function createTokens(db: Kysely<unknown>): Promise<void> {
  for (const table of ['oauthRefreshToken', 'oauthAccessToken'] as const) {
    let tokens = db.schema
      .createTable(table)
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('token', 'text', (c) => c.notNull().unique())
      .addColumn('clientId', 'text', (c) =>
        c.notNull().references('oauthClient.clientId').onDelete('cascade'),
      )
      .addColumn('sessionId', 'text', (c) => c.references('person_session.id').onDelete('set null'))
      .addColumn('userId', 'text', (c) => c.references('person.id').onDelete('cascade'))
      .addColumn('scopes', 'text', (c) => c.notNull())
      .addColumn('expiresAt', 'text', (c) => c.notNull())
      .addColumn('createdAt', 'text', (c) => c.notNull());
    for (const name of [
      ...['referenceId', 'authorizationCodeId', 'resources', 'requestedUserInfoClaims', 'revoked'],
      ...['confirmation'],
    ] as const)
      tokens = tokens.addColumn(name, 'text');
    tokens =
      table === 'oauthAccessToken'
        ? tokens.addColumn('refreshId', 'text', (c) =>
            c.references('oauthRefreshToken.id').onDelete('cascade'),
          )
        : tokens
            .addColumn('rotatedAt', 'text')
            .addColumn('rotationReplayResponse', 'text')
            .addColumn('rotationReplayExpiresAt', 'text')
            .addColumn('authTime', 'text');
    await tokens.execute();
    for (const column of ['clientId', 'userId', 'sessionId', 'authorizationCodeId'])
      await db.schema.createIndex(`${table}_${column}`).on(table).columns([column]).execute();
  }
  await db.schema
    .createTable('oauthConsent')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('clientId', 'text', (c) => c.notNull().references('oauthClient.clientId').onDelete('cascade'))
    .addColumn('userId', 'text', (c) => c.references('person.id').onDelete('cascade'))
    .addColumn('referenceId', 'text')
    .addColumn('resources', 'text')
    .addColumn('requestedUserInfoClaims', 'text')
    .addColumn('scopes', 'text', (c) => c.notNull())
    .addColumn('createdAt', 'text', (c) => c.notNull())
    .addColumn('updatedAt', 'text', (c) => c.notNull())
    .execute();
  for (const column of ['clientId', 'userId'])
    await db.schema.createIndex(`oauthConsent_${column}`).on('oauthConsent').columns([column]).execute();
}
