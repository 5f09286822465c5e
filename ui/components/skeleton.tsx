// What will come, in its final size, so that nothing jumps.
import { clsx } from 'clsx';

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={clsx('block rounded-sm bg-hover motion-safe:animate-pulse-soft', className)}
    />
  );
}

/** Rows of a table that is on its way. */
export function SkeletonRows({ rows = 6, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place.
        <div key={index} className="flex h-11 items-center gap-4 border-b px-3">
          <Skeleton className="size-5 rounded-md" />
          <Skeleton className={clsx('h-3', index % 3 === 0 ? 'w-40' : 'w-28')} />
          <Skeleton className="ml-auto h-3 w-24" />
        </div>
      ))}
    </div>
  );
}
