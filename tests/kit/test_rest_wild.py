"""Whatever is sent to the REST interface, no answer is a failure of the server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from builder.kit.testing import Office
from builder.kit.tests import toy
from builder.kit.tests.toy import Role

OURS = r"^/api/v1/(toy_|pemberitahuan|notice)"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder: Path = tmp_path_factory.mktemp("wild")
    return Office(toy.create_app(f"sqlite:///{folder / 'toy.db'}", folder))


def send(operation: Any, header: dict[str, str]) -> set[int]:
    """Ten calls of one operation; the hundreds of the answers' status."""
    seen = set()

    @settings(
        max_examples=10,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def once(case: Any) -> None:
        answer = case.call(headers=header)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text[:2000])
        seen.add(answer.status_code // 100)

    once()
    return seen


def test_nothing_that_is_sent_breaks_the_server(office: Office) -> None:
    """Wild values of every kind for each operation, as the interface describes itself."""
    header = office.token(Role.HEAD)
    described = schemathesis.openapi.from_wsgi("/api/v1/_openapi", office.app, headers=header)
    operations = [one.ok() for one in described.include(path_regex=OURS).get_all_operations()]
    seen = {operation.label: send(operation, header) for operation in operations}
    assert len(seen) > 20
    assert set().union(*seen.values()) >= {2, 4}
