"""Documents as arrays: their lines, what each looks like, where it stands."""
