"""The trust document (信頼文書): which offices, persons, stations and keys belong to the network."""
