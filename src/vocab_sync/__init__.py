"""Wires a language into a GPT-SoVITS checkout and grows its checkpoints to match."""
