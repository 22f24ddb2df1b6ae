"""Nothing lost, nothing twice, no one in: the product's real processes under faults. `bin/reliability --help`.

sizes.toml     how many tickets, how often, how long: of the short set and of the whole table
catalogue.py   which scenarios there are, and which cannot be run here and why
scenarios/     what happens in each, a short function
rig.py         one installation under load: receiver, workers, Redis, helpdesks, and what became of each ticket
load.py        tickets and what people do to them
sender.py      webhooks, sent and tried again as Zendesk does
schedule.py    when which fault strikes: the same for the same seed
proxy.py       a line that can be slow, cut, silent, or lose an answer after the request arrived
checks.py      lost, duplicated, unexpected: how a run is judged
inside/        what a scenario puts into the product's processes, where nothing else can do it
"""
