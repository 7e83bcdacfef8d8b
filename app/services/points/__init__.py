"""Points to clear up (確認事項): what the rules of the pinned pack find in a case, and what was done about each."""
