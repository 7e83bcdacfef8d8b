"""Guards while typing (入力時の確認): matters that must not be kept are found in free text before it is kept."""
