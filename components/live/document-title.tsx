'use client';
import { useEffect } from 'react';
import { useWaitingCount } from '#components/live/use-waiting-count.ts';

const COUNT = /^\(\d+\) /;

/** Puts the number of waiting approvals before the tab's title: `(2) Runs · Hearth`. */
export function DocumentTitle() {
  const waiting = useWaitingCount();
  useEffect(() => {
    const apply = () => {
      const plain = document.title.replace(COUNT, '');
      const wanted = waiting > 0 ? `(${waiting}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    apply();
    // Next sets the title anew on every navigation.
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [waiting]);
  return null;
}
