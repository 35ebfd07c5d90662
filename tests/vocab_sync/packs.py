"""Two languages of our own making."""

from vocab_sync.language import Labels, LanguagePack

TOY = LanguagePack(
    code="xx",
    name="Toy",
    symbols=("Xa", "Xb"),
    module_name="toy",
    module_source="def text_normalize(text): return text\ndef g2p(text): return ['Xa'] * len(text)\n",
    labels=Labels("玩具文", "玩具文英文混合", {"en_US": ("Toy", "Toy-English")}),
)
"""Shares its letters with English."""

THAI = LanguagePack(
    code="th",
    name="Thai",
    symbols=("Ta", "Tb"),
    module_name="thai",
    module_source="def text_normalize(text): return text\ndef g2p(text): return ['Ta'] * len(text)\n",
    labels=Labels("泰文", "泰英混合"),
    letters=r"\u0e00-\u0e7f",
)
"""Has letters of its own, and no names in any locale."""
