// Headers on every answer. A route that needs another policy (the sandbox of MCP Apps) sets its own first.

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
].join('; ');

const fixed: [string, string][] = [
  ['content-security-policy', policy],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  [
    'permissions-policy',
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  ],
];

/** Adds what is missing; `https` adds HSTS for a year. */
export function addSecurityHeaders(headers: Headers, https: boolean): void {
  for (const [name, value] of fixed) if (!headers.has(name)) headers.set(name, value);
  if (https && !headers.has('strict-transport-security'))
    headers.set('strict-transport-security', 'max-age=31536000');
}
