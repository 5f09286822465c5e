// The documents by which a client finds the way to sign in.
import { gatewayScope } from './provider-plugins.ts';
import { resourceOfProject } from './resources.ts';

/** Any page may read them: they hold nothing of a person. */
export const openToAll = { 'access-control-allow-origin': '*' };

const headers = { ...openToAll, 'cache-control': 'public, max-age=300' };

/** The authorization server's issuer identifier (RFC 8414 §2). */
export const issuerOf = (publicUrl: string): string => `${new URL(publicUrl).origin}/api/auth`;

/**
 * Protected resource metadata (RFC 9728 §3): at the path of an endpoint it names the endpoint's project as
 * resource, at the root it only leads to the authorization server.
 */
export function protectedResourceMetadata(publicUrl: string, projectSlug: string | undefined): Response {
  const resource =
    projectSlug === undefined ? new URL(publicUrl).origin : resourceOfProject(publicUrl, projectSlug);
  return Response.json(
    {
      resource,
      authorization_servers: [issuerOf(publicUrl)],
      scopes_supported: [gatewayScope],
      bearer_methods_supported: ['header'],
      resource_name: 'Causeway',
    },
    { headers },
  );
}
