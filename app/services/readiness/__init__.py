"""The start-of-day sheet (始業点検票): is this workstation fit for today's work?"""
