"""How the shop answers programs: keys, allowances, repeated requests, problems."""
