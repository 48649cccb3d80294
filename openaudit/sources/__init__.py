"""Where texts come from: files, folders, standard input, addresses, model hubs, the catalogue.

`resolve` is the way in. Only modules of this package open files of the user's or talk to the network.
"""

from __future__ import annotations

from openaudit.sources.fetched import Fetched, Provenance, SourceOptions

__all__ = ["Fetched", "Provenance", "SourceOptions"]
