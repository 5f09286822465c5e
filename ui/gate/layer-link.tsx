// The way from a verdict or refusal to the place where it can be changed.
import { Link } from '@tanstack/react-router';

export function ChangeLink({
  link,
  children = 'Change it',
}: {
  link: string | undefined;
  children?: string;
}) {
  if (link === undefined) return null;
  return (
    <Link to={link} className="text-accent underline underline-offset-2">
      {children}
    </Link>
  );
}
