"""What an editor asks of a flow: a text and a position give data; nothing here speaks a protocol."""
