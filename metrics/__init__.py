"""Third floor: what it all adds up to."""

import os

# Read when numpy is loaded. Our matrices are small: with two threads a fit of 24,000 customers took fourteen
# times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
