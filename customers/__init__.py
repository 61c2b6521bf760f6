"""Ground floor: who they are, what they bought, what passed between us."""
