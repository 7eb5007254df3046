"""The verbs, one file each; a verb is imported when it is called."""
