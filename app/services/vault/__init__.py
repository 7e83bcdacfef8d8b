"""The vault (保管庫): one folder per workstation, encrypted with SQLCipher. The only package that writes SQL."""
