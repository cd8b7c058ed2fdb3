export function ChatPage() {
  return <p>chats</p>
}
