import { pageTitle } from '#app/request-texts.ts';
import { ChatPage } from '#components/chat/chat-page.tsx';

export const generateMetadata = pageTitle('chat');

export default async function OneChat({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ChatPage id={id} />;
}
