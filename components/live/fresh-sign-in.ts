import type { TRPCClientError, TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import type { AppRouter } from '#server/routers/index.ts';

type Ask = () => Promise<boolean>;

let ask: Ask | null = null;

/** Hands over what asks for the password; gives back what takes it away. */
export function answerFreshSignIn(how: Ask): () => void {
  ask = how;
  return () => {
    if (ask === how) ask = null;
  };
}

function wantsPassword(error: TRPCClientError<AppRouter>): boolean {
  const details: unknown = error.data?.details;
  return typeof details === 'object' && details !== null && 'freshSignIn' in details;
}

/** Where the server wants a fresh sign-in, the person is asked for the password and the request is sent again. */
export const freshSignInLink: TRPCLink<AppRouter> = () => {
  return ({ next, op }) =>
    observable((observer) => {
      let running: Unsubscribable;
      const send = (mayAsk: boolean) => {
        running = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            if (!mayAsk || !ask || !wantsPassword(error)) return observer.error(error);
            void ask().then((isConfirmed) => (isConfirmed ? send(false) : observer.error(error)));
          },
        });
      };
      send(true);
      return () => running.unsubscribe();
    });
};
