'use client';
import dynamic from 'next/dynamic';
import { useCallback, useState, type ReactNode } from 'react';
import type { OwnProof } from '#lib/approval-proof.ts';
import type { OwnProofAsked } from '#lib/views-passkeys.ts';

const OwnProofWindow = dynamic(() =>
  import('#components/security/own-proof-window.tsx').then((module) => module.OwnProofWindow),
);

/** The person let it be. */
export class LetBe extends Error {
  override name = 'LetBe';
}

/** `prove` asks for what the server wants to see before a change, and throws `LetBe` where the person lets it be. */
export function useOwnProof(): {
  prove: (asked: OwnProofAsked | null) => Promise<{ proof?: OwnProof }>;
  window: ReactNode;
} {
  const [open, setOpen] = useState<{ asked: OwnProofAsked; answer: (proof: OwnProof | null) => void } | null>(null);
  const prove = useCallback(async (asked: OwnProofAsked | null) => {
    if (asked === null) return {};
    const proof = await new Promise<OwnProof | null>((answer) => setOpen({ asked, answer }));
    setOpen(null);
    if (proof === null) throw new LetBe();
    return { proof };
  }, []);
  return { prove, window: open && <OwnProofWindow asked={open.asked} onAnswer={open.answer} /> };
}
