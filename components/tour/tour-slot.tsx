'use client';
import dynamic from 'next/dynamic';
import { useMe } from '#components/shell/session.tsx';

const TourCard = dynamic(() => import('#components/tour/tour-card.tsx').then((module) => module.TourCard));

/** The tour, for those who are in it; nobody else loads it. */
export function TourSlot() {
  const { tour } = useMe();
  return tour === 'offered' || tour === 'over' ? null : <TourCard step={tour} />;
}
