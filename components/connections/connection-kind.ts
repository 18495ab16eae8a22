/** What lists say of a kind of connection. The server sends it: the declarations would bring zod into the page. */
export type ConnectionKind = {
  title: string;
  icon: string;
  testable: boolean;
  chats: boolean;
  tools: boolean;
  models: 'listed' | 'pulled' | null;
};

export type ConnectionKinds = Record<string, ConnectionKind>;
