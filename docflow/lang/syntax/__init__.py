"""From text to syntax tree: grammar, lexer, automaton, tree builder, and every mistake of a file."""
