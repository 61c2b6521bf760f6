"""`python -m crm.embedded` is `make run`."""

import sys

from crm.embedded.runner import main

sys.exit(main())
