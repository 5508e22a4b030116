"""Round trip: every figure that was read is asked for again, in words that the assistant's rules do not share.

``python -m eval.roundtrip``. The questions are made from the library's facts alone and the wording lists of
``templates.toml``; nothing of the assistant is read to make them.
"""
