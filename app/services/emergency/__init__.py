"""Emergency access (非常時閲覧): reading a case without a part in it, for an hour, reviewed by somebody else."""
