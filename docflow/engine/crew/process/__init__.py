"""Jobs done by supervised worker processes, which a nursery forks.

    parent (the command)          never calls a component on documents; supervises
      `- nursery                  a fresh interpreter: imports plugins once, makes states, forks and reaps
           `- workers             one job after the other, in a group of their own

The parent talks to each over a socket; only the nursery's own children are ever killed by number.
"""
