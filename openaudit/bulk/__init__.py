"""Auditing tables of texts: rows in, Parquet out, on Dask (the extra `[bulk]`). See docs/bulk.md.

The order of things: `tables` and `paths` read rows, `driver` gives each distinct text to a worker once (`work`, on a
`cluster`), `store` keeps what is done in whole files, so that a run that was killed goes on where it stopped.
"""

from __future__ import annotations
