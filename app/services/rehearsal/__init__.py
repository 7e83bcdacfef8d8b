"""The rehearsal office (訓練): three practice vaults with invented people, and the main job played over them."""
