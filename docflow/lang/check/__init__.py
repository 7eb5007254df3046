"""From syntax tree to plan: names, includes, plugins, params, steps, fields, routes and sinks."""
