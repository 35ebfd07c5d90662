"""Words with stress to phones: inventory, phonological words, rules."""
