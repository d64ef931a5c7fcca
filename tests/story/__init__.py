"""One case from "Mulai" to "Selesai", told in twelve files, with a browser for each person."""
