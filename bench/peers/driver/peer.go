package main

// What an adapter implements: one file for each server.

// Hear is told of each message that a connection got.
type Hear func(Message)

// Member is one signed-in connection of one person.
type Member interface {
	// Join makes this person a member of the group, whose messages come here from then on.
	Join(group string) error
	// Send posts a message. It returns when the server has acknowledged it; where the protocol knows no
	// acknowledgement, when it is written.
	Send(chat string, message Message) error
	// History fetches the last n messages of a chat. It returns how many came.
	History(chat string, n int) (int, error)
	Close()
}

// Peer is one server that is measured.
type Peer interface {
	// Dial signs a person in and connects. People are 0, 1, 2 …; device tells several connections of one apart.
	Dial(person, device int, hear Hear) (Member, error)
	// Group makes a group, or names one that is there, whose first `size` people may join.
	Group(owner Member, size int) (string, error)
	// Direct makes, or names, the chat of two people: what each of the two passes to Send.
	Direct(a, b Member, personA, personB int) (chatA, chatB string, err error)
}

// peers are made by name, from the address in the orchestrator's settings.
var peers = map[string]func(settings) Peer{}
