"""Field types of Indonesian administration: NIK, NIP, NPWP, nomor KK, kode wilayah, telepon."""

from pathlib import Path

from builder.hookspecs import hookimpl
from builder.spec import FieldType, NoOptions, RegionOptions

PRIORITY = 11
RUNTIME = Path(__file__).parent / "runtime"

TYPES = (
    ("nik", "NIK", "National identity number", "Nik", 16, "digits", "general"),
    ("nip", "NIP", "Civil servant number", "Nip", 18, "digits", "general"),
    ("npwp", "NPWP", "Taxpayer number", "Npwp", 16, "digits", "general"),
    ("nomor_kk", "Nomor KK", "Family card number", "NomorKk", 16, "digits", "general"),
    ("phone", "Telepon", "Phone", "Phone", 16, "phone", "general"),
    ("kode_wilayah", "Kode wilayah", "Region code", "KodeWilayah", 13, "region", ""),
)
"""key, label (id, en), alias, width of the column, widget, class of personal data suggested."""


def _type(row: tuple[str, str, str, str, int, str, str]) -> FieldType:
    key, indonesian, english, alias, width, widget, personal = row
    return FieldType(
        key=key,
        label={"id": indonesian, "en": english},
        alias=alias,
        column=lambda options: f"sa.String({width})",
        kind="text",
        options=RegionOptions if key == "kode_wilayah" else NoOptions,
        runtime=RUNTIME / f"{key}.py",
        widget=widget,
        personal=personal,
    )


@hookimpl
def rakit_field_types() -> list[FieldType]:
    """What stands on Indonesian identity cards, tax papers and maps."""
    return [_type(row) for row in TYPES]
