"""The scenarios, by what goes wrong in them. Importing this enters all of them into the catalogue."""

from tests.reliability.scenarios import delivery, helpdesk_faults, killing, poison, racing, redis_faults

__all__ = ["delivery", "helpdesk_faults", "killing", "poison", "racing", "redis_faults"]
