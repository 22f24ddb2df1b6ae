"""Python runs this at its start where a scenario has put this folder on the path: failpoints, by environment variable.

The product has none of them. One that cannot be set ends the process: a scenario must not pass because nothing happened.
"""

import os
import sys
import traceback

WANTED = {name: value for name, value in os.environ.items() if name.startswith("RELIABILITY_")}

if WANTED and os.path.basename(sys.argv[0] if sys.argv else "") != "-c":
    try:
        from tests.reliability.inside import failpoints

        failpoints.set_up(WANTED)
    except BaseException:
        traceback.print_exc()
        os._exit(70)
