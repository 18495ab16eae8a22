'use client';
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { useState, type ReactNode } from 'react';
import { codeOf, isPassing } from '#components/live/errors.ts';
import { freshSignInLink } from '#components/live/fresh-sign-in.ts';
import type { AppRouter } from '#server/routers/index.ts';

const context = createTRPCContext<AppRouter>();

/** Typed access to the API: `useQuery(useTRPC().flows.list.queryOptions())`. */
export const useTRPC = context.useTRPC;
/** The bare client, for calls outside of queries and mutations. */
export const useTRPCClient = context.useTRPCClient;

function toSignIn() {
  const here = window.location.pathname + window.location.search;
  if (here.startsWith('/sign-in') || here.startsWith('/setup') || here.startsWith('/join')) return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

function newQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => codeOf(error) === 'UNAUTHORIZED' && toSignIn() }),
    defaultOptions: {
      queries: {
        staleTime: 5000,
        refetchOnWindowFocus: true,
        retry: (count, error) => isPassing(error) && count < 2,
        retryDelay: (count) => Math.min(600 * 2 ** count, 5000),
      },
      mutations: { retry: false },
    },
  });
}

function newClient() {
  return createTRPCClient<AppRouter>({
    links: [freshSignInLink, httpBatchLink({ url: '/api/trpc', maxURLLength: 4000 })],
  });
}

/** Gives everything below it the API and its cache. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
