import { Compass } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  return (
    <EmptyState
      heading="h1"
      icon={Compass}
      title="There is no such page"
      actions={
        <Button variant="primary" asChild>
          <Link href="/flows">Go to flows</Link>
        </Button>
      }
    >
      The address may be mistyped, or what was here has been deleted.
    </EmptyState>
  );
}
