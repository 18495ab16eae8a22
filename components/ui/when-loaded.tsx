'use client';
import { useEffect, useState, type ComponentType } from 'react';

/**
 * A component whose code may come later than the page it stands in; until then there is `Waiting`. Unlike one that
 * suspends it shows as soon as it is there: React holds those back until 300 ms after their fallback was shown.
 * A failure to load is thrown to the boundary around it.
 */
export function whenLoaded<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Waiting: ComponentType,
): ComponentType<Props> {
  return function WhenLoaded(props: Props) {
    const [state, setState] = useState<{ shown: ComponentType<Props> } | { failure: unknown } | null>(null);
    useEffect(
      () =>
        void load().then(
          (shown) => setState({ shown }),
          (failure: unknown) => setState({ failure }),
        ),
      [],
    );
    if (!state) return <Waiting />;
    if ('failure' in state) throw state.failure;
    return <state.shown {...props} />;
  };
}
