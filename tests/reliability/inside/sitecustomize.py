"""Python runs this at its start where a scenario has put this folder on the path: failpoints by their variables.

The product has none of them. One that cannot be set ends the process: no scenario passes because nothing happened.
"""

import os
import traceback

WANTED = {name: value for name, value in os.environ.items() if name.startswith("RELIABILITY_")}

if WANTED:
    try:
        from tests.reliability.inside import failpoints

        failpoints.set_up(WANTED)
    except BaseException:  # noqa: BLE001 (Python itself would only print it and go on)
        traceback.print_exc()
        os._exit(70)
