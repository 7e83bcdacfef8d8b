"""Second readings of a random sample, with the identity masked (抽出点検)."""
