"""The printed matrix of rights (権限表), made from the table of acts and from nothing else."""
