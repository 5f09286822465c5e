// Where a sign-in may lead: the address is anybody's to write.

const here = 'https://causeway.invalid';

/** A path of this origin, read as a browser reads it, else the start page. */
export function safePath(path: string | undefined): string {
  if (path === undefined || !path.startsWith('/') || !URL.canParse(path, here)) return '/';
  const { origin, href } = new URL(path, here);
  const own = href.slice(here.length);
  return origin === here && own === path && !path.startsWith('/sign-in') ? path : '/';
}
