'use client';
import NextLink from 'next/link';
import { useState, type ComponentProps } from 'react';

/**
 * A link inside of Hearth. Its page is fetched ahead when somebody comes near: every link in sight, as Next does it,
 * costs the server a page each, while the one that was asked for waits.
 */
export function Link({ onPointerEnter, onFocus, ...props }: Omit<ComponentProps<typeof NextLink>, 'prefetch'>) {
  const [isNear, setNear] = useState(false);
  return (
    <NextLink
      {...props}
      prefetch={isNear ? null : false}
      onPointerEnter={(event) => {
        setNear(true);
        onPointerEnter?.(event);
      }}
      onFocus={(event) => {
        setNear(true);
        onFocus?.(event);
      }}
    />
  );
}
