// What stands in the place of a page that loads, failed or is not there.
import { Link } from '@tanstack/react-router';
import { buttonStyle } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { LoadError } from '../components/page.tsx';
import { Skeleton, SkeletonRows } from '../components/skeleton.tsx';

export function PagePending() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-13 items-center border-b px-4 md:px-6">
        <Skeleton className="h-4 w-36" />
      </div>
      <SkeletonRows rows={5} />
    </div>
  );
}

export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  return <LoadError error={error} retry={reset} />;
}

export function NotFound() {
  return (
    <main className="flex flex-1 items-center justify-center">
      <EmptyState
        title="There is no page at this address"
        actions={
          <Link to="/connectors" className={buttonStyle({})}>
            Go to Connectors
          </Link>
        }
      >
        The address may be mistyped, or what stood here was removed.
      </EmptyState>
    </main>
  );
}
