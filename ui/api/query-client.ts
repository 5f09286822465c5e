// One cache of server state. Nothing polls: the live stream says what changed.
import { QueryClient } from '@tanstack/react-query';
import { AppError } from '#shared/app-error.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failures, error) =>
        failures < 2 && error instanceof AppError && error.code === 'causeway_unreachable',
      retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4_000),
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
