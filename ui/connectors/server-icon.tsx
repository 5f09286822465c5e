// The icon of a server. Only pictures inside the catalogue itself are shown: nothing is loaded from elsewhere.
import { clsx } from 'clsx';
import type { z } from 'zod';
import type { icon as iconSchema } from '#shared/contract/catalogue.ts';

type Icon = z.output<typeof iconSchema>;

const inlinePicture = /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/i;

interface ServerIconProps {
  name: string;
  icon?: Icon | undefined;
  size?: 'small' | 'large';
}

export function ServerIcon({ name, icon, size = 'small' }: ServerIconProps) {
  const box = size === 'small' ? 'size-6 rounded-md text-xs' : 'size-9 rounded-lg text-lg';
  if (icon !== undefined && inlinePicture.test(icon.src))
    return <img src={icon.src} alt="" className={clsx(box, 'shrink-0 object-contain')} />;
  return (
    <span
      aria-hidden
      className={clsx(
        box,
        'inline-flex shrink-0 items-center justify-center border bg-sunken font-medium uppercase text-muted',
      )}
    >
      {[...name.trim()][0] ?? '?'}
    </span>
  );
}
