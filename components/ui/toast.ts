'use client';
import type { ExternalToast, toast as sonner } from 'sonner';

type Raise = typeof sonner;

let askFor: () => void = () => undefined;
let arrived: (raise: Raise) => void;
const raised = new Promise<Raise>((resolve) => (arrived = resolve));

/** How the place where messages appear hears that one is on its way, and says that it is there. */
export const toastPlace = {
  onFirst: (load: () => void): void => void (askFor = load),
  ready: (raise: Raise): void => arrived(raise),
};

function tell(how: 'message' | 'success' | 'error', text: string, options?: ExternalToast): void {
  askFor();
  void raised.then((raise) => raise[how](text, options));
}

/** A short, passing message. What shows them is loaded with the first one. */
export const toast = Object.assign((text: string, options?: ExternalToast): void => tell('message', text, options), {
  success: (text: string, options?: ExternalToast): void => tell('success', text, options),
  error: (text: string, options?: ExternalToast): void => tell('error', text, options),
});
