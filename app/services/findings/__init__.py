"""The examiner's and the reviewer's work on a case: answers, flags, notes, findings, review."""
