"""Writing on the screen: Pinyin to words, strokes of a finger to characters."""
