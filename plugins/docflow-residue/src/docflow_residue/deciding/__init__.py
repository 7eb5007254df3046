"""From what each line looks like to what goes: scores, scores of the lines around, levels, reasons."""
