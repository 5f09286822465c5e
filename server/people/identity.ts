// better-auth on our own database: passwords, passkeys, sessions and their cookies. Nothing else knows it.
import { passkey } from '@better-auth/passkey';
import type { BetterAuthPlugin } from 'better-auth';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Secret } from '../platform/secret.ts';
import type { Tables } from '../storage/tables.ts';

export interface IdentityDeps {
  db: Kysely<Tables>;
  /** Origin without a trailing slash. */
  publicUrl: string;
  /** Origins of our own pages, the public one included. */
  origins: readonly string[];
  /** The one origin at which a browser accepts passkeys. */
  passkeyOrigin: string;
  secret: Secret;
  makeId: MakeId;
  log: Log;
  /** Plugins of other features, such as the gateway's authorization server. */
  plugins?: readonly BetterAuthPlugin[];
}

/** better-auth's own words for its tables and columns, and ours. */
const tables = {
  user: {
    modelName: 'person',
    fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    additionalFields: { role: { type: 'string', required: true, input: false, defaultValue: 'member' } },
  },
  session: {
    modelName: 'person_session',
    fields: {
      userId: 'person_id',
      expiresAt: 'expires_at',
      ipAddress: 'ip_address',
      userAgent: 'user_agent',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
    expiresIn: 14 * 86_400,
    updateAge: 86_400,
  },
  account: {
    modelName: 'person_credential',
    fields: {
      accountId: 'account_id',
      providerId: 'provider_id',
      userId: 'person_id',
      accessToken: 'access_token',
      refreshToken: 'refresh_token',
      idToken: 'id_token',
      accessTokenExpiresAt: 'access_token_expires_at',
      refreshTokenExpiresAt: 'refresh_token_expires_at',
      createdAt: 'created_at',
      updatedAt: 'updated_at',
    },
  },
  verification: {
    modelName: 'person_verification',
    fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
  },
} as const;

const passkeyTable = {
  passkey: {
    modelName: 'person_passkey',
    fields: {
      publicKey: 'public_key',
      userId: 'person_id',
      credentialID: 'credential_id',
      deviceType: 'device_type',
      backedUp: 'backed_up',
      createdAt: 'created_at',
    },
  },
};

const idPrefixes: Record<string, string> = { user: 'per', session: 'ses', account: 'crd', passkey: 'pk' };

/** Opens a session for a person who proved it in another way than better-auth knows; never reachable over HTTP. */
const openSessionPlugin = {
  id: 'open-session',
  endpoints: {
    openSession: createAuthEndpoint.serverOnly(
      { method: 'POST', body: z.object({ personId: z.string() }) },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.personId);
        if (user === null) throw context.error('NOT_FOUND');
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ sessionId: session.id });
      },
    ),
  },
} satisfies BetterAuthPlugin;

/** Options of better-auth, apart, so that a test can compare the tables it expects with the migrated ones. */
export function identityOptions(deps: IdentityDeps) {
  const url = new URL(deps.publicUrl);
  const https = url.protocol === 'https:';
  // Cookies know no ports: two installations on one machine would sign each other out.
  const cookiePrefix = https ? '__Host-causeway' : `causeway-${url.port || '80'}`;
  return {
    baseURL: deps.publicUrl,
    basePath: '/api/auth',
    secret: deps.secret.reveal(),
    // The SQLite form of values (ISO dates, 0 and 1) on both databases: one migration set, one kind of column.
    database: { db: deps.db, type: 'sqlite' as const, transaction: true },
    trustedOrigins: [...deps.origins],
    telemetry: { enabled: false },
    // Attempts are limited in routes.ts, counted in the database per account and address.
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
    },
    ...tables,
    advanced: {
      cookiePrefix,
      useSecureCookies: false,
      defaultCookieAttributes: { secure: https, httpOnly: true, sameSite: 'lax' as const, path: '/' },
      database: {
        generateId: ({ model }: { model: string }) => deps.makeId(idPrefixes[model] ?? 'idn'),
        validateSchema: false,
      },
      ipAddress: { disableIpTracking: true },
    },
    logger: {
      level: 'warn' as const,
      log: (level: 'info' | 'warn' | 'error' | 'debug', message: string, ...rest: unknown[]) =>
        deps.log[level](`identity: ${message}`, rest.length > 0 ? { details: rest } : undefined),
    },
    plugins: [
      openSessionPlugin,
      passkey({
        rpID: new URL(deps.passkeyOrigin).hostname,
        rpName: 'Causeway',
        origin: deps.passkeyOrigin,
        schema: passkeyTable,
      }),
      ...(deps.plugins ?? []),
    ],
  };
}

/** What `createIdentity` makes, with better-auth's own types. */
export type Identity = ReturnType<typeof createIdentity>;

export const createIdentity = (deps: IdentityDeps) => betterAuth(identityOptions(deps));
