"""The record structs of the bundle kinds, one module for each subject."""
