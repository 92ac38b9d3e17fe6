"""Parquet: the rows of the CSV with their types, and the run's manifest in the file's metadata."""

from __future__ import annotations

import json
from collections import Counter

from untold.present.exports import Exported, Material
from untold.present.exports.rows import COLUMNS, rows

#: Under this key the file's metadata hold the manifest as JSON.
MANIFEST = b"untold.manifest"


def render(material: Material) -> Exported:
    """One table with the columns of ``rows.COLUMNS``: string, int64 and double, all nullable."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
    manifest = json.dumps(material.document["manifest"], ensure_ascii=False, sort_keys=True)
    schema = pa.schema(
        [pa.field(name, types[kind]) for name, kind in COLUMNS.items()],
        metadata={MANIFEST: manifest.encode()},
    )
    listed = list(rows(material.document))
    stream = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(listed, schema=schema), stream, compression="zstd")
    return Exported(stream.getvalue().to_pybytes(), Counter(row["finding"] for row in listed), {})
