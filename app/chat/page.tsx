import { pageTitle } from '#app/request-texts.ts';
import { ChatPage } from '#components/chat/chat-page.tsx';

export const generateMetadata = pageTitle('chat');

export default function Chat() {
  return <ChatPage />;
}
