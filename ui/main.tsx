// Starts the web client.
import './platform/zod-without-eval.ts';
import './theme/theme.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/query-client.ts';
import { TooltipLayer } from './components/tooltip.tsx';
import { router } from './router.tsx';

const root = document.getElementById('root');
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <TooltipLayer />
      </QueryClientProvider>
    </StrictMode>,
  );
