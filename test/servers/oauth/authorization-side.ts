// The authorization server: metadata, registration, authorization, tokens with rotation and reuse detection.
import { createHash, randomUUID } from 'node:crypto';
import { type Addresses, type Arrived, type Instead, made, type OAuthPlan } from './plan.ts';

interface Issued {
  clientId: string;
  scopes: string[];
  resource: string | undefined;
  /** Everything that came out of one sign-in. */
  family: string;
}

export interface AuthorizationSide {
  answer(path: string, request: Arrived): Instead;
  scopesOf(token: string): string[] | undefined;
  /** All access tokens end now; refresh tokens live. */
  expireAccessTokens(): void;
  forgetClients(): void;
  /** Ends every refresh token as if revoked. */
  revokeAll(): void;
  /** How often a refresh token came that had been used before. */
  reuses(): number;
}

export function authorizationSide(plan: () => OAuthPlan, at: Addresses): AuthorizationSide {
  const clients = new Set<string>();
  const codes = new Map<string, Issued & { challenge: string; redirectUri: string }>();
  const access = new Map<string, Issued>();
  const refresh = new Map<string, Issued & { used: boolean }>();
  let reuses = 0;

  const issue = (issued: Issued): Instead => {
    const { lifetime, givesRefreshToken, tokenPatch } = plan();
    const token = `at-${randomUUID()}`;
    access.set(token, issued);
    const next = `rt-${randomUUID()}`;
    if (givesRefreshToken) refresh.set(next, { ...issued, used: false });
    return json({
      access_token: token,
      token_type: 'Bearer',
      expires_in: lifetime,
      scope: issued.scopes.join(' '),
      ...(givesRefreshToken && { refresh_token: next }),
      ...tokenPatch,
    });
  };
  const endFamily = (family: string): void => {
    for (const [token, issued] of access) if (issued.family === family) access.delete(token);
    for (const [token, issued] of refresh) if (issued.family === family) refresh.delete(token);
  };
  const machine = (p: Record<string, string>): Instead =>
    issue({ clientId: 'machine', scopes: scopesIn(p.scope), resource: p.resource, family: randomUUID() });
  const grants: Record<string, (p: Record<string, string>) => Instead> = {
    authorization_code(p) {
      const code = codes.get(p.code ?? '');
      codes.delete(p.code ?? '');
      const verified = createHash('sha256')
        .update(p.code_verifier ?? '')
        .digest('base64url');
      if (!code || code.challenge !== verified || code.redirectUri !== p.redirect_uri)
        return oauthError('invalid_grant');
      return issue({ ...code, resource: p.resource });
    },
    refresh_token(p) {
      const token = p.refresh_token ?? '';
      const known = refresh.get(token);
      if (!known) return oauthError('invalid_grant');
      if (known.used) {
        reuses += 1;
        endFamily(known.family);
        return oauthError('invalid_grant');
      }
      if (plan().rotates) known.used = true;
      return issue(known);
    },
    client_credentials: machine,
    'urn:ietf:params:oauth:grant-type:jwt-bearer': machine,
  };

  function token(request: Arrived): Instead {
    const p = request.parameters;
    const { token: broken, refresh: brokenRefresh } = plan();
    if (broken) return made(broken, at);
    if (p.grant_type === 'refresh_token' && brokenRefresh) return made(brokenRefresh, at);
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const clientId =
      p.client_id ??
      decodeURIComponent(
        Buffer.from(basic ?? '', 'base64')
          .toString()
          .split(':')[0] ?? '',
      );
    const isMachine = grants[p.grant_type ?? ''] === machine;
    if (!clients.has(clientId) && !isMachine && !clientId.startsWith('http'))
      return oauthError('invalid_client', 401);
    return grants[p.grant_type ?? '']?.(p) ?? oauthError('unsupported_grant_type');
  }

  function authorize({ parameters: p }: Arrived): Instead {
    const { authorize: how, grantsAll } = plan();
    if (how.page) return how.page;
    const target = new URL(p.redirect_uri ?? '');
    const iss = how.iss === undefined ? at.issuer : made(how.iss, at);
    if (iss !== null) target.searchParams.set('iss', iss);
    target.searchParams.set('state', how.state ?? p.state ?? '');
    for (const [name, value] of Object.entries(how.error ?? {})) target.searchParams.set(name, String(value));
    if (!how.error && !how.dropCode) {
      const code = `code-${randomUUID()}`;
      const asked = scopesIn(p.scope);
      codes.set(code, {
        clientId: p.client_id ?? '',
        scopes: grantsAll ? asked : asked.slice(0, 1),
        resource: p.resource,
        family: randomUUID(),
        challenge: p.code_challenge ?? '',
        redirectUri: p.redirect_uri ?? '',
      });
      target.searchParams.set('code', code);
    }
    return { status: 302, headers: { location: target.href } };
  }

  function register(request: Arrived): Instead {
    const { register: broken } = plan();
    if (broken) return made(broken, at);
    const id = `client-${randomUUID()}`;
    clients.add(id);
    return json(
      { ...(JSON.parse(request.body) as object), client_id: id, token_endpoint_auth_method: 'none' },
      201,
    );
  }

  return {
    scopesOf: (value) => access.get(value)?.scopes,
    expireAccessTokens: () => access.clear(),
    forgetClients: () => clients.clear(),
    revokeAll: () => refresh.clear(),
    reuses: () => reuses,
    answer(path, request) {
      if (path === '/token') return token(request);
      if (path === '/authorize') return authorize(request);
      if (path === '/register') return register(request);
      if (path === '/revoke') {
        const issued =
          refresh.get(request.parameters.token ?? '') ?? access.get(request.parameters.token ?? '');
        if (issued) endFamily(issued.family);
        return { status: 200 };
      }
      return { status: 404 };
    },
  };
}

/** The document at the well-known address. */
export function serverMetadata(plan: OAuthPlan, at: Addresses): Instead {
  const over = made(plan.metadata, at);
  if (!('patch' in over)) return over;
  const { origin } = new URL(at.issuer);
  return json({
    issuer: at.issuer,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    ...(plan.revocation && { revocation_endpoint: `${origin}/revoke` }),
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
    authorization_response_iss_parameter_supported: true,
    ...over.patch,
  });
}

export function resourceMetadata(plan: OAuthPlan, at: Addresses): Instead {
  const over = made(plan.resource, at);
  if (!('patch' in over)) return over;
  return json({ resource: at.url, authorization_servers: [at.issuer], ...over.patch });
}

const scopesIn = (text: string | undefined): string[] => (text ?? '').split(' ').filter(Boolean);
export const json = (body: unknown, status = 200): Instead => ({ status, body: JSON.stringify(body) });
const oauthError = (error: string, status = 400): Instead => json({ error }, status);
